using ClosedLoop.Domain;

namespace ClosedLoop.Conformance;

/// <summary>What is tried, and how.</summary>
public sealed record ConformanceSettings
{
    /// <summary>The lab.</summary>
    public required string Lab { get; init; }

    /// <summary>The instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>The kit's own name at the broker and in the ids of its dispatches; new in every life, since an instrument remembers ids for ever.</summary>
    public required string Name { get; init; }

    /// <summary>The capability to use, or null for the first that the instrument declares.</summary>
    public string? Capability { get; init; }

    /// <summary>How long an answer may take; a whole step may take as much and five times its typical seconds. 10 s by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long silence is listened to before it counts. 1 s by default.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether an instrument that is not simulated may be tried: its device really moves.</summary>
    public bool Physical { get; init; }

    /// <summary>Capability → parameter → value, instead of those that are derived from the declared limits.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, ParameterValue>> Parameters { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, ParameterValue>>();

    /// <summary>Kills the instrument and starts it again, or null when nobody can: the checks about that are skipped.</summary>
    public Func<CancellationToken, Task>? RestartAsync { get; init; }

    /// <summary>The ids of the checks to make; all when empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];
}
