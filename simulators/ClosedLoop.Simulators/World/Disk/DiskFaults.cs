namespace ClosedLoop.Simulators;

/// <summary>What goes wrong on a simulated disk. Nothing by default.</summary>
public sealed record DiskFaults
{
    /// <summary>
    /// The sync, counted from 1 over the whole disk, that fails: what it should have made durable reads well but is gone after a power cut, even if a later
    /// sync succeeds.
    /// </summary>
    public long? FailingSync { get; init; }

    /// <summary>Bytes that fit on the disk; an append beyond them writes what fits and fails. Null when it never fills.</summary>
    public long? CapacityBytes { get; init; }

    /// <summary>Whether a torn tail may end in zeros or arbitrary bytes, as when a file system grew the file before it wrote the data.</summary>
    public bool GarbageTail { get; init; }
}
