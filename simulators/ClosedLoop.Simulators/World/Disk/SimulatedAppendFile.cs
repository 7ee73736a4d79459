using ClosedLoop.Storage;

namespace ClosedLoop.Simulators;

/// <summary>One opening of a simulated file by one process, or by nobody's.</summary>
internal sealed class SimulatedAppendFile(SimulatedDisk disk, SimulatedProcess? process, SimulatedFile file, string path) : IAppendFile
{
    private bool _disposed;

    /// <summary>Whether the lock still stands: it ends with disposal and with the process.</summary>
    public bool Holds => !_disposed && process is not { Alive: false };

    public byte[] ReadAll()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return file.ReadAll();
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Enter("append");
        disk.Append(file, bytes, path);
        Leave("append");
    }

    public void Sync()
    {
        Enter("sync");
        disk.Sync(file, path);
        Leave("sync");
    }

    public void Truncate(long length)
    {
        Enter("truncate");
        file.Truncate(checked((int)length));
        Leave("truncate");
    }

    public void Dispose()
    {
        if (Holds)
        {
            file.Holder = null;
        }

        _disposed = true;
    }

    private void Enter(string verb)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        process?.Enter($"{verb} {path}");
    }

    private void Leave(string verb) => process?.Leave($"{verb} {path}");
}
