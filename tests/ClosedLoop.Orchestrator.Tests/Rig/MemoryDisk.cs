using ClosedLoop.Storage;

namespace ClosedLoop.Orchestrator.Tests;

/// <summary>A disk in memory with real locks. Every sync goes to the trace that the bus writes to as well: the order of disk and bus shows.</summary>
internal sealed class MemoryDisk(List<string> trace) : IDisk
{
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly HashSet<string> _open = [];

    /// <summary>Whether the sync of a file fails; by default none does.</summary>
    public Func<string, bool> Fails { get; set; } = _ => false;

    public IAppendFile OpenAppend(string path)
    {
        if (!_open.Add(path))
        {
            throw new FileInUseException(path);
        }

        _files.TryAdd(path, []);
        return new Appending(this, path);
    }

    public bool Exists(string path) => _files.ContainsKey(path);

    public byte[] Read(string path) => _files.TryGetValue(path, out var content) ? content : throw new FileNotFoundException(path);

    public void Write(string path, ReadOnlySpan<byte> content) => _files[path] = content.ToArray();

    public IReadOnlyList<string> ListFolders(string path) =>
        [.. _files.Keys.Where(file => file.StartsWith(path + '/', StringComparison.Ordinal)).Select(file => file[(path.Length + 1)..].Split('/')[0]).Distinct().Order(StringComparer.Ordinal)];

    private sealed class Appending(MemoryDisk disk, string path) : IAppendFile
    {
        public byte[] ReadAll() => disk._files[path];

        public void Append(ReadOnlySpan<byte> bytes) => disk._files[path] = [.. disk._files[path], .. bytes];

        public void Sync()
        {
            if (disk.Fails(path))
            {
                throw new IOException($"no space left for {path}");
            }

            disk.Trace($"sync {path.Split('/')[^3]}");
        }

        public void Truncate(long length) => disk._files[path] = disk._files[path][..(int)length];

        public void Dispose() => disk._open.Remove(path);
    }

    private void Trace(string what) => trace.Add(what);
}
