namespace ClosedLoop.Storage;

/// <summary>An earlier append failed, so nobody knows what is on disk: the log must be opened again.</summary>
/// <param name="path">The file.</param>
/// <param name="cause">The first failure.</param>
public sealed class LogFaultedException(string path, Exception cause) : IOException($"{path} takes nothing more after a failed append: {cause?.Message}", cause)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
