namespace ClosedLoop.Storage;

/// <summary>Another process, or another opening in this one, holds the exclusive lock of a file.</summary>
/// <param name="path">The file.</param>
public sealed class FileInUseException(string path) : IOException($"{path} is in use by another process")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
