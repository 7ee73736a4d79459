using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Storage;

/// <summary>An open file of <see cref="FileDisk"/>. Writes go straight to the operating system: there is no buffer that a killed process could lose.</summary>
internal sealed class AppendFile(SafeFileHandle handle) : IAppendFile
{
    private long _length = RandomAccess.GetLength(handle);

    public byte[] ReadAll() => ReadAll(handle);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(handle, bytes, _length);
        _length += bytes.Length;
    }

    public void Sync() => RandomAccess.FlushToDisk(handle);

    public void Truncate(long length)
    {
        RandomAccess.SetLength(handle, length);
        RandomAccess.FlushToDisk(handle);
        _length = length;
    }

    public void Dispose() => handle.Dispose();

    internal static byte[] ReadAll(SafeFileHandle handle)
    {
        var content = new byte[RandomAccess.GetLength(handle)];
        var filled = 0;
        while (filled < content.Length)
        {
            var read = RandomAccess.Read(handle, content.AsSpan(filled), filled);
            if (read == 0)
            {
                // Cut by its owner meanwhile.
                return content[..filled];
            }

            filled += read;
        }

        return content;
    }
}
