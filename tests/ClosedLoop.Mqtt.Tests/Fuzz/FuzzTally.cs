using System.Globalization;
using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>What happened to how many inputs, and what should not have.</summary>
internal sealed class FuzzTally
{
    /// <summary>Bytes that a connection may cost: its buffers, and up to 256 KiB of messages that are delivered to it, in arrays that double.</summary>
    public const long AllocatedAlways = 1024 * 1024;

    /// <summary>Bytes allocated per byte received: a user property of five bytes becomes two strings and a place in a list.</summary>
    public const long AllocatedPerByte = 64;

    private const int MostFailures = 20;
    private readonly Lock _gate = new();
    private readonly Dictionary<(FuzzState State, MqttVersion Version, FuzzOutcome Outcome), long> _outcomes = [];
    private readonly Dictionary<(PacketType Type, FuzzOutcome Outcome), long> _types = [];
    private readonly Dictionary<Mutation, long> _mutations = [];
    private readonly Dictionary<MqttReasonCode, long> _reasons = [];

    public long Inputs { get; private set; }

    /// <summary>Most bytes allocated for one connection.</summary>
    public long MostAllocated { get; private set; }

    public List<string> Failures { get; } = [];

    public void Count(FuzzState state, MqttVersion version, in FuzzInput input, FuzzOutcome outcome, MqttReasonCode? reason = null)
    {
        lock (_gate)
        {
            Inputs++;
            Add(_outcomes, (state, version, outcome));
            Add(_types, (input.Type, outcome));
            Add(_mutations, input.Mutation);
            if (reason is { } code)
            {
                Add(_reasons, code);
            }
        }
    }

    /// <summary>What a connection allocates follows from what was sent to it, not from what was claimed.</summary>
    public void Allocated(long allocated, long given)
    {
        lock (_gate)
        {
            MostAllocated = Math.Max(MostAllocated, allocated);
        }

        if (allocated > AllocatedAlways + (AllocatedPerByte * given))
        {
            Fail($"{allocated} bytes allocated for an input of {given}");
        }
    }

    public void Fail(string what)
    {
        lock (_gate)
        {
            if (Failures.Count < MostFailures)
            {
                Failures.Add(what);
            }
        }
    }

    public string Report()
    {
        var text = new StringBuilder();
        var outcomes = Enum.GetValues<FuzzOutcome>();
        Table(text, ["state", "version", .. outcomes.Select(o => o.ToString().ToLowerInvariant())], _outcomes.Keys.Select(k => (k.State, k.Version)).Distinct().Order()
            .Select(row => (IEnumerable<string>)[$"{row.State}", row.Version == MqttVersion.V5 ? "5" : "3.1.1", .. outcomes.Select(o => Number(_outcomes.GetValueOrDefault((row.State, row.Version, o))))]));
        Table(text, ["made from", .. outcomes.Select(o => o.ToString().ToLowerInvariant())], _types.Keys.Select(k => k.Type).Distinct().Order()
            .Select(type => (IEnumerable<string>)[type.ToString().ToUpperInvariant(), .. outcomes.Select(o => Number(_types.GetValueOrDefault((type, o))))]));
        Table(text, ["mutation", "inputs"], _mutations.OrderBy(m => m.Key).Select(m => (IEnumerable<string>)[$"{m.Key}", Number(m.Value)]));
        Table(text, ["ended with", "inputs"], _reasons.OrderByDescending(r => r.Value).Select(r => (IEnumerable<string>)[$"0x{(byte)r.Key:X2} {r.Key}", Number(r.Value)]));
        return text.ToString();
    }

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void Table(StringBuilder text, IReadOnlyList<string> head, IEnumerable<IEnumerable<string>> rows)
    {
        foreach (var row in rows.Prepend(head.Select(_ => "---")).Prepend(head))
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        text.Append('\n');
    }

    private static void Add<T>(Dictionary<T, long> counts, T key)
        where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
