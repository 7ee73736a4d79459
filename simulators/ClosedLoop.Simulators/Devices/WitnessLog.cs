using System.Text.Json;
using ClosedLoop.Domain;
using ClosedLoop.Storage;

namespace ClosedLoop.Simulators;

/// <summary>
/// The memory of a simulated device, apart from its instrument's ledger: one JSON line for each physical act, durable before anyone hears of it. The file is
/// opened anew for every line, so that two lives of a process never meet. Tests count acts here.
/// </summary>
/// <param name="disk">Where it is kept.</param>
/// <param name="folder">The device's own folder.</param>
public sealed class WitnessLog(IDisk disk, string folder)
{
    private const string FileName = "witness.jsonl";

    private readonly string _path = PathIn(folder);

    // As long as the last write left it, the file needs no reading: nobody else writes it.
    private int _written = -1;

    /// <summary>All lines in order; none when there is no log. A torn last line is no act: nothing follows an act before its line is durable.</summary>
    public static IReadOnlyList<WitnessEntry> Read(IDisk disk, string folder)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return disk.Exists(PathIn(folder)) ? Parse(disk.Read(PathIn(folder))).Entries : [];
    }

    /// <summary>
    /// (run, trial, step) → how often a device began to act for it. More than once is a broken promise, unless each time but the last failed or was stopped.
    /// </summary>
    public static IReadOnlyDictionary<(string Run, int Trial, string Step), int> Acts(IEnumerable<WitnessEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return entries.Where(entry => entry.Kind == WitnessKind.Begun)
            .GroupBy(entry => (entry.DispatchId.Run, entry.DispatchId.Trial, entry.DispatchId.Step))
            .ToDictionary(acts => acts.Key, acts => acts.Count());
    }

    /// <summary>Appends a line and makes it durable.</summary>
    internal void Write(WitnessEntry entry)
    {
        using var file = disk.OpenAppend(_path);
        var before = file.ReadAll();
        var whole = before.Length == _written ? before.Length : Parse(before).Bytes;
        if (whole < before.Length)
        {
            file.Truncate(whole);
        }

        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, WitnessJson.Default.WitnessEntry), (byte)'\n'];
        file.Append(line);
        file.Sync();
        _written = whole + line.Length;
    }

    /// <summary>
    /// What the device did for a dispatch, in order. A process may have died between writing a line and its sync: what is acted on here is made durable first.
    /// </summary>
    internal IReadOnlyList<WitnessEntry> Of(DispatchId dispatchId)
    {
        using var file = disk.OpenAppend(_path);
        file.Sync();
        return [.. Parse(file.ReadAll()).Entries.Where(entry => entry.DispatchId == dispatchId)];
    }

    private static string PathIn(string folder) => Path.Combine(folder, FileName);

    // The lines that are whole, and how many bytes they take.
    private static (List<WitnessEntry> Entries, int Bytes) Parse(byte[] content)
    {
        var entries = new List<WitnessEntry>();
        var at = 0;
        while (Array.IndexOf(content, (byte)'\n', at) is var end && end >= 0 && TryRead(content.AsSpan(at, end - at)) is { } entry)
        {
            entries.Add(entry);
            at = end + 1;
        }

        return (entries, at);
    }

    private static WitnessEntry? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, WitnessJson.Default.WitnessEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
