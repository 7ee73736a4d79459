using ClosedLoop.Storage;

namespace ClosedLoop.Simulators;

/// <summary>A disk that is full, slow or tears writes as a scenario says.</summary>
/// <param name="inner">The true one.</param>
/// <param name="plan">What the scenario does.</param>
/// <param name="site">Whose disk.</param>
/// <param name="wait">Lets time pass while the disk is busy.</param>
internal sealed class FaultyDisk(IDisk inner, FaultPlan plan, FaultSite site, Action<TimeSpan> wait) : IDisk
{
    public IAppendFile OpenAppend(string path) => new FaultyAppendFile(inner.OpenAppend(path), this, path);

    public bool Exists(string path) => inner.Exists(path);

    public byte[] Read(string path) => inner.Read(path);

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        // A file that is replaced is written aside: what fails leaves the old one whole.
        if (plan.WriteFails(site, path) is { } why)
        {
            throw new IOException(why);
        }

        inner.Write(path, content);
        Busy();
    }

    public IReadOnlyList<string> ListFolders(string path) => inner.ListFolders(path);

    private void Busy()
    {
        if (plan.SyncTakes(site) is var busy && busy > TimeSpan.Zero)
        {
            wait(busy);
        }
    }

    private sealed class FaultyAppendFile(IAppendFile file, FaultyDisk disk, string path) : IAppendFile
    {
        public byte[] ReadAll() => file.ReadAll();

        public void Append(ReadOnlySpan<byte> bytes)
        {
            if (disk.Fails(path) is { } why)
            {
                file.Append(bytes[..(bytes.Length / 2)]);
                throw new IOException(why);
            }

            file.Append(bytes);
        }

        public void Sync()
        {
            file.Sync();
            disk.Busy();
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();
    }

    private string? Fails(string path) => plan.WriteFails(site, path);
}
