using System.Buffers;

namespace ClosedLoop.Storage;

/// <summary>
/// An append-only file of JSON lines, chained by hashes, with one writer. An entry on which <see cref="Append"/> has returned survives everything but the disk
/// itself.
/// </summary>
/// <remarks>
/// <para>Each line is one JSON object in UTF-8, ended by a line feed; the last two members are always in this order:</para>
/// <code>{"seq":1,"time":"2026-01-31T09:30:00.0000000Z","type":"opened","v":1,"data":{…},"commit":true,"hash":"64 hexadecimal digits"}</code>
/// <para><c>hash</c> is the SHA-256 of the 64 digits of the line before (64 zeros before the first line) followed by the line's own bytes
/// up to, and without, <c>,"hash":</c>. So another program checks a line by cutting its last 75 bytes: no JSON has to be brought into a normal form. <c>seq</c>
/// counts from 1 without gaps. <c>commit</c> stands only on the last line of a batch; a batch counts whole or not at all.</para>
/// <para>What follows the last commit mark is the beginning of a batch that was never acted on, perhaps with bytes behind it that the file system never wrote,
/// or a batch with sectors that it never wrote: it is kept aside, cut and told (<see cref="Torn"/>). So is a batch whose sync failed: it reads well, but the
/// operating system may have dropped it. The failing process leaves its bytes in <c>{path}.unsynced</c>, which the next opening empties.</para>
/// <para>Anything else that is wrong refuses to open. Lines taken off the end in whole batches cannot be seen from the file alone: compare
/// <see cref="HeadHash"/> with one that was published elsewhere.</para>
/// </remarks>
public sealed class DurableLog : IDisposable
{
    private readonly IDisk _disk;
    private readonly string _path;
    private readonly IAppendFile _file;
    private Exception? _fault;

    private DurableLog(IDisk disk, string path, IAppendFile file, LogScan scan, TornTail? torn)
    {
        _disk = disk;
        _path = path;
        _file = file;
        Torn = torn;
        Lines = scan.Committed;
        Next = scan.Committed.Count + 1;
        HeadHash = scan.Committed.Count == 0 ? LineFormat.NoHash : scan.Committed[^1].Hash;
    }

    /// <summary>What had been committed when the log was opened; empty after <see cref="ReleaseLines"/>.</summary>
    public IReadOnlyList<LogLine> Lines { get; private set; }

    /// <summary>The hash of the last committed line, which covers the whole log; 64 zeros while it is empty.</summary>
    public string HeadHash { get; private set; }

    /// <summary>The number of the next line, from 1.</summary>
    public long Next { get; private set; }

    /// <summary>What was cut at opening, or null.</summary>
    public TornTail? Torn { get; }

    /// <summary>Opens a log under an exclusive lock, creating it when missing, and checks all of it.</summary>
    /// <exception cref="FileInUseException">Another process or opening holds it.</exception>
    /// <exception cref="LogDamagedException">Something that had been committed is wrong.</exception>
    public static DurableLog Open(IDisk disk, string path)
    {
        ArgumentNullException.ThrowIfNull(disk);
        var file = disk.OpenAppend(path);
        try
        {
            var content = file.ReadAll();
            var scan = LogScan.Of(path, content);
            var unsynced = disk.Exists(UnsyncedOf(path)) ? disk.Read(UnsyncedOf(path)) : [];
            if (unsynced.Length > 0 && content.AsSpan(0, (int)scan.CommittedBytes).EndsWith(unsynced))
            {
                scan = LogScan.Of(path, content.AsMemory(0, (int)scan.CommittedBytes - unsynced.Length));
            }

            TornTail? torn = null;
            if (scan.CommittedBytes < content.Length)
            {
                torn = KeepAside(disk, path, scan.Committed.Count + 1, content.AsSpan((int)scan.CommittedBytes));
                file.Truncate(scan.CommittedBytes);
            }

            // The process that wrote the last batch may have died before its sync: what is read here is acted on, so it must be durable.
            file.Sync();
            if (unsynced.Length > 0)
            {
                disk.Write(UnsyncedOf(path), []);
            }

            return new DurableLog(disk, path, file, scan, torn);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The committed lines of a log that another process may be writing; takes no lock and changes nothing.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="LogDamagedException">Something that had been committed is wrong.</exception>
    public static IReadOnlyList<LogLine> ReadCommitted(IDisk disk, string path)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return LogScan.Of(path, disk.Read(path)).Committed;
    }

    /// <summary>Appends a batch, whole or not at all, in one write and one sync; durable on return.</summary>
    /// <param name="batch">The entries; with none nothing is written.</param>
    /// <exception cref="ArgumentException">An entry's data is not a JSON object; nothing was written.</exception>
    /// <exception cref="LogFaultedException">An earlier append failed.</exception>
    public void Append(IReadOnlyList<LogEntry> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_fault is not null)
        {
            throw new LogFaultedException(_path, _fault);
        }

        if (batch.Count == 0)
        {
            return;
        }

        var output = new ArrayBufferWriter<byte>();
        var hash = HeadHash;
        for (var i = 0; i < batch.Count; i++)
        {
            hash = LineFormat.Write(output, Next + i, batch[i], i == batch.Count - 1, hash);
        }

        try
        {
            _file.Append(output.WrittenSpan);
            _file.Sync();
        }
        catch (Exception error)
        {
            // After a failed sync the operating system may have dropped the pages: only reading the file again tells.
            _fault = error;
            TellNextOpening(output.WrittenSpan);
            throw;
        }

        HeadHash = hash;
        Next += batch.Count;
    }

    /// <summary>Forgets <see cref="Lines"/>, once they have been read.</summary>
    public void ReleaseLines() => Lines = [];

    /// <summary>Closes the file and gives up the lock.</summary>
    public void Dispose() => _file.Dispose();

    private static string UnsyncedOf(string path) => path + ".unsynced";

    private void TellNextOpening(ReadOnlySpan<byte> batch)
    {
        try
        {
            _disk.Write(UnsyncedOf(_path), batch);
        }
        catch (Exception)
        {
            // The device takes nothing any more. The first failure says why, and it is on its way to the caller.
        }
    }

    private static TornTail KeepAside(IDisk disk, string path, long sequence, ReadOnlySpan<byte> tail)
    {
        var name = $"{path}.torn-{sequence}";
        for (var again = 2; disk.Exists(name) && !tail.SequenceEqual(disk.Read(name)); again++)
        {
            name = $"{path}.torn-{sequence}-{again}";
        }

        disk.Write(name, tail);
        return new TornTail(tail.Length, name);
    }
}
