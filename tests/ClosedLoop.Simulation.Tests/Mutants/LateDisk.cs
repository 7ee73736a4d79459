using ClosedLoop.Storage;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Writes the journals of campaigns a moment after it says so: whatever the loop does then, it does before its journal.</summary>
internal sealed class LateDisk(IDisk inner, TimeProvider time) : IDisk
{
    public IAppendFile OpenAppend(string path) => path.Contains("campaigns", StringComparison.Ordinal) ? new LateFile(inner.OpenAppend(path), time) : inner.OpenAppend(path);

    public bool Exists(string path) => inner.Exists(path);

    public byte[] Read(string path) => inner.Read(path);

    public void Write(string path, ReadOnlySpan<byte> content) => inner.Write(path, content);

    public IReadOnlyList<string> ListFolders(string path) => inner.ListFolders(path);

    private sealed class LateFile(IAppendFile file, TimeProvider time) : IAppendFile
    {
        private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);

        private readonly List<byte> _unwritten = [];
        private bool _closed;

        public byte[] ReadAll() => file.ReadAll();

        public void Append(ReadOnlySpan<byte> bytes) => _unwritten.AddRange(bytes);

        public void Sync() => time.CreateTimer(_ => Flush(), null, Delay, Timeout.InfiniteTimeSpan);

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose()
        {
            Flush();
            _closed = true;
            file.Dispose();
        }

        private void Flush()
        {
            if (!_closed)
            {
                file.Append(_unwritten.ToArray());
                file.Sync();
                _unwritten.Clear();
            }
        }
    }
}
