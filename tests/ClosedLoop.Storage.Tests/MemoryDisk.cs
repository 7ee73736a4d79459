using System.Text;

namespace ClosedLoop.Storage.Tests;

/// <summary>A disk in memory that records its operations and can fail one of them.</summary>
internal sealed class MemoryDisk : IDisk
{
    public Dictionary<string, byte[]> Files { get; } = [];

    public List<string> Operations { get; } = [];

    /// <summary>Fails the next operation with this name ("append", "sync").</summary>
    public string? FailNext { get; set; }

    /// <summary>How many bytes of a failing append arrive nevertheless.</summary>
    public int BytesOfFailingAppend { get; set; }

    public bool WritesFail { get; set; }

    public IAppendFile OpenAppend(string path)
    {
        Files.TryAdd(path, []);
        return new AppendFile(this, path);
    }

    public bool Exists(string path) => Files.ContainsKey(path);

    public byte[] Read(string path) => Files.TryGetValue(path, out var content) ? content : throw new FileNotFoundException(path);

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        if (WritesFail)
        {
            throw new IOException("nothing can be written");
        }

        Operations.Add("write " + path);
        Files[path] = content.ToArray();
    }

    public IReadOnlyList<string> ListFolders(string path) => [];

    public string Text(string path) => Encoding.UTF8.GetString(Files[path]);

    private void Do(string operation)
    {
        Operations.Add(operation);
        if (FailNext == operation)
        {
            FailNext = null;
            throw new IOException("the device failed");
        }
    }

    private sealed class AppendFile(MemoryDisk disk, string path) : IAppendFile
    {
        public byte[] ReadAll() => disk.Files[path];

        public void Append(ReadOnlySpan<byte> bytes)
        {
            if (disk.FailNext == "append")
            {
                disk.Files[path] = [.. disk.Files[path], .. bytes[..disk.BytesOfFailingAppend]];
            }

            disk.Do("append");
            disk.Files[path] = [.. disk.Files[path], .. bytes];
        }

        public void Sync() => disk.Do("sync");

        public void Truncate(long length)
        {
            disk.Do("truncate");
            disk.Files[path] = disk.Files[path][..(int)length];
        }

        public void Dispose()
        {
        }
    }
}
