namespace ClosedLoop.Storage;

/// <summary>A file open for appending under an exclusive lock that ends with disposal or with the process.</summary>
public interface IAppendFile : IDisposable
{
    /// <summary>The whole content, durable or not.</summary>
    byte[] ReadAll();

    /// <summary>Appends in one write; durable only after <see cref="Sync"/>.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Makes everything appended durable (fsync).</summary>
    /// <exception cref="IOException">The device failed: what is on disk is unknown; reopen the file, never retry.</exception>
    void Sync();

    /// <summary>Cuts the file to a length and makes that durable.</summary>
    void Truncate(long length);
}
