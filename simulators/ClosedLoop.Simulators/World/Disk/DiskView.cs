using ClosedLoop.Storage;

namespace ClosedLoop.Simulators;

/// <summary>The disk as one process sees it, or, without a process, as an onlooker does.</summary>
internal sealed class DiskView(SimulatedDisk disk, SimulatedProcess? process) : IDisk
{
    public IAppendFile OpenAppend(string path)
    {
        process?.Enter($"open {path}");
        var opened = disk.Open(path, process);
        process?.Leave($"open {path}");
        return opened;
    }

    public bool Exists(string path)
    {
        ThrowIfDead("look for", path);
        return disk.Find(path) is not null;
    }

    public byte[] Read(string path)
    {
        ThrowIfDead("read", path);
        return disk.Find(path)?.ReadAll() ?? throw new FileNotFoundException($"{path} does not exist", path);
    }

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        process?.Enter($"write {path}");
        disk.Write(path, content);
        process?.Leave($"write {path}");
    }

    public IReadOnlyList<string> ListFolders(string path)
    {
        ThrowIfDead("list", path);
        return disk.ListFolders(path);
    }

    // Reading changes nothing, so it is no operation of a crash plan: a crash before it is the crash after the operation before it.
    private void ThrowIfDead(string verb, string path)
    {
        if (process is { Alive: false })
        {
            throw new ProcessKilledException(process.Name, $"{verb} {path}");
        }
    }
}
