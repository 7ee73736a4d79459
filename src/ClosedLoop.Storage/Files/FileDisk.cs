namespace ClosedLoop.Storage;

/// <summary>The real disk. A lock is the operating system's own and ends with the process.</summary>
/// <remarks>
/// Files on a network share are only as safe as the share's locks and syncs; keep campaign and ledger folders on a local disk.
/// <see cref="Read"/> takes no lock on Unix, so that a file which another process appends to can be looked at.
/// </remarks>
public sealed class FileDisk : IDisk
{
    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        CreateFolder(folder);
        try
        {
            var handle = File.OpenHandle(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                // Whether the file is new is not asked: its creator may have died before this.
                SyncFolder(folder);
                return new AppendFile(handle);
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }
        catch (IOException error) when (IsSharingViolation(error))
        {
            throw new FileInUseException(full);
        }
    }

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public byte[] Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var handle = OperatingSystem.IsWindows()
            ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : UnixCalls.OpenForReading(path);
        return AppendFile.ReadAll(handle);
    }

    /// <inheritdoc/>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        CreateFolder(folder);
        var aside = full + ".tmp";
        using (var handle = File.OpenHandle(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(handle, content, 0);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(aside, full, overwrite: true);
        SyncFolder(folder);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFolders(string path)
    {
        if (!Directory.Exists(path))
        {
            return [];
        }

        var names = Directory.GetDirectories(path).Select(folder => Path.GetFileName(folder)).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <summary>A folder is durable when the folder that names it is; so each missing level is made and its parent synced, from the top.</summary>
    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(folder);
        if (parent is not null)
        {
            SyncFolder(parent);
        }
    }

    /// <summary>Windows has no call for it: NTFS journals names by itself.</summary>
    private static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixCalls.SyncFolder(folder);
        }
    }

    /// <summary>Windows: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION. Unix: EWOULDBLOCK of flock, 11 on Linux and 35 on macOS.</summary>
    private static bool IsSharingViolation(IOException error) =>
        OperatingSystem.IsWindows() ? (error.HResult & 0xFFFF) is 32 or 33 : error.HResult is 11 or 35;
}
