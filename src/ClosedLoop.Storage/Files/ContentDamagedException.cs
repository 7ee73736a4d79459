namespace ClosedLoop.Storage;

/// <summary>A file that is named by its hash has another content.</summary>
/// <param name="path">The file.</param>
public sealed class ContentDamagedException(string path) : IOException($"{path} is damaged: its content does not have the hash that it is named by")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
