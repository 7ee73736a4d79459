using ClosedLoop.Storage;

namespace ClosedLoop.Simulators;

/// <summary>
/// The disk of one simulated machine. It outlives processes: a killed process leaves everything it wrote (the page cache survives), a power cut only what was synced
/// and an arbitrary prefix of the rest. Replacing a file is atomic; creating one is durable.
/// </summary>
public sealed class SimulatedDisk
{
    private readonly Dictionary<string, SimulatedFile> _files = new(StringComparer.Ordinal);
    private readonly HashSet<SimulatedProcess> _processes = [];
    private readonly SeededRandom _random;
    private long _syncs;

    /// <summary>An empty disk.</summary>
    /// <param name="seed">Decides what power cuts leave.</param>
    public SimulatedDisk(ulong seed)
    {
        _random = new SeededRandom(seed);
        Outside = new DiskView(this, null);
    }

    /// <summary>What goes wrong from now on.</summary>
    public DiskFaults Faults { get; set; } = new();

    /// <summary>The disk as an onlooker sees it: belongs to no process, is never killed, counts in no crash plan.</summary>
    public IDisk Outside { get; }

    /// <summary>Every file, in ordinal order.</summary>
    public IReadOnlyList<string> Files => [.. _files.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The disk as a process of this machine sees it.</summary>
    public IDisk For(SimulatedProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        _processes.RemoveWhere(known => !known.Alive);
        _processes.Add(process);
        return new DiskView(this, process);
    }

    /// <summary>The machine loses power: its processes die, and what was not synced survives only as an arbitrary prefix.</summary>
    public void PowerCut()
    {
        foreach (var process in _processes)
        {
            process.Kill();
        }

        _processes.Clear();
        foreach (var path in Files)
        {
            _files[path].Holder = null;
            _files[path].Tear(_random, Faults.GarbageTail);
        }
    }

    /// <summary>Somebody deletes a folder while nothing has it open.</summary>
    public void Delete(string folder)
    {
        foreach (var path in Files.Where(path => path.StartsWith(Normal(folder) + "/", StringComparison.Ordinal)))
        {
            _files.Remove(path);
        }
    }

    internal SimulatedAppendFile Open(string path, SimulatedProcess? process)
    {
        var key = Normal(path);
        if (!_files.TryGetValue(key, out var file))
        {
            _files.Add(key, file = new SimulatedFile());
        }

        if (file.Holder is { Holds: true })
        {
            throw new FileInUseException(path);
        }

        return file.Holder = new SimulatedAppendFile(this, process, file, key);
    }

    internal SimulatedFile? Find(string path) => _files.GetValueOrDefault(Normal(path));

    internal void Append(SimulatedFile file, ReadOnlySpan<byte> bytes, string path)
    {
        var free = Free();
        file.Append(bytes[..(int)Math.Min(bytes.Length, free)]);
        if (bytes.Length > free)
        {
            throw new IOException($"No space left on device: {path}");
        }
    }

    internal void Sync(SimulatedFile file, string path)
    {
        if (++_syncs == Faults.FailingSync)
        {
            file.FailSync();
            throw new IOException($"Input/output error: {path}");
        }

        file.Sync();
    }

    internal void Write(string path, ReadOnlySpan<byte> content)
    {
        if (content.Length > Free())
        {
            throw new IOException($"No space left on device: {path}");
        }

        var file = new SimulatedFile();
        file.Append(content);
        file.Sync();
        _files[Normal(path)] = file;
    }

    internal IReadOnlyList<string> ListFolders(string path)
    {
        var prefix = Normal(path) + "/";
        return [.. _files.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => key[prefix.Length..].Split('/'))
            .Where(parts => parts.Length > 1)
            .Select(parts => parts[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }

    private static string Normal(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.Replace('\\', '/').TrimEnd('/');
    }

    private long Free() => Faults.CapacityBytes is { } capacity ? Math.Max(0, capacity - _files.Values.Sum(file => (long)file.Length)) : long.MaxValue;
}
