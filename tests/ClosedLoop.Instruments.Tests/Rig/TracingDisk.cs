using System.Text;
using ClosedLoop.Storage;

namespace ClosedLoop.Instruments.Tests;

/// <summary>A disk in memory: traces what becomes durable, and can fail.</summary>
internal sealed class TracingDisk(List<string> trace) : IDisk
{
    private readonly HashSet<string> _locks = [];

    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Fails the operation whose trace text starts with this, and every one after it.</summary>
    public string? FailAt { get; set; }

    public bool Failed { get; private set; }

    public string Ledger => Encoding.UTF8.GetString(Files["device/ledger.jsonl"]);

    /// <summary>The types of the ledger's lines, in order.</summary>
    public IReadOnlyList<string> LedgerTypes =>
        [.. DurableLog.ReadCommitted(this, "device/ledger.jsonl").Select(line => line.Type)];

    public void ReleaseLocks() => _locks.Clear();

    public IAppendFile OpenAppend(string path)
    {
        path = path.Replace('\\', '/');
        if (!_locks.Add(path))
        {
            throw new FileInUseException(path);
        }

        Files.TryAdd(path, []);
        return new AppendFile(this, path);
    }

    public bool Exists(string path) => Files.ContainsKey(path);

    public byte[] Read(string path) => Files.TryGetValue(path, out var content) ? content : throw new FileNotFoundException(path);

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        Do("file " + Encoding.UTF8.GetString(content));
        Files[path] = content.ToArray();
    }

    public IReadOnlyList<string> ListFolders(string path) => [];

    private void Do(string operation)
    {
        if (Failed || (FailAt is not null && operation.StartsWith(FailAt, StringComparison.Ordinal)))
        {
            Failed = true;
            throw new InvalidOperationException("power cut");
        }

        trace.Add(operation);
    }

    private sealed class AppendFile(TracingDisk disk, string path) : IAppendFile
    {
        private string _unsynced = "";

        public byte[] ReadAll() => disk.Files[path];

        public void Append(ReadOnlySpan<byte> bytes)
        {
            disk.Files[path] = [.. disk.Files[path], .. bytes];
            var text = Encoding.UTF8.GetString(bytes);
            _unsynced = text.Split("\"type\":\"")[^1].Split('"')[0];
        }

        public void Sync()
        {
            disk.Do("ledger " + _unsynced);
            _unsynced = "";
        }

        public void Truncate(long length) => disk.Files[path] = disk.Files[path][..(int)length];

        public void Dispose() => disk._locks.Remove(path);
    }
}
