namespace ClosedLoop.Storage;

/// <summary>The seam to the disk: the few operations whose durability the product's promises rest on. Real on <c>FileDisk</c>, simulated in tests.</summary>
/// <remarks>Synchronous on purpose: an event is acted on only when durable, so the loop has nothing else to do meanwhile.</remarks>
public interface IDisk
{
    /// <summary>Opens a file for appending under an exclusive lock, creating it and its folder (both durably) when missing.</summary>
    /// <exception cref="FileInUseException">Another process or opening holds the lock.</exception>
    IAppendFile OpenAppend(string path);

    /// <summary>Whether a file exists.</summary>
    bool Exists(string path);

    /// <summary>The whole content of a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    byte[] Read(string path);

    /// <summary>Creates or replaces a file so that a crash leaves the old content or the new, whole: write aside, fsync, rename, fsync the folder.</summary>
    void Write(string path, ReadOnlySpan<byte> content);

    /// <summary>Names (not paths) of the folders directly below a folder, in ordinal order; none when it does not exist.</summary>
    IReadOnlyList<string> ListFolders(string path);
}
