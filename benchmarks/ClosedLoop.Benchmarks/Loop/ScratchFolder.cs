namespace ClosedLoop.Benchmarks;

/// <summary>A folder below the working directory, so on the disk that the user means; gone at the end.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(Environment.CurrentDirectory, $"closedloop-benchmark-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
