using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>An instrument as the lab sees it now. Not journaled: it follows from what instruments say of themselves.</summary>
/// <param name="Id">Instrument id.</param>
/// <param name="Ready">Whether it is online, healthy and taking commands.</param>
/// <param name="LedgerId">Its ledger.</param>
/// <param name="Simulated">Whether nothing physical happens.</param>
/// <param name="Capacity">Steps that it performs side by side.</param>
/// <param name="Capabilities">Capability → input → least and greatest value; inputs without limits are absent.</param>
public sealed record InstrumentView(
    string Id,
    bool Ready,
    string LedgerId,
    bool Simulated,
    int Capacity,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, (double Lower, double Upper)>> Capabilities)
{
    /// <summary>The dispatches that it says it is performing, whoever gave them.</summary>
    public IReadOnlyList<string> Active { get; init; } = [];

    /// <summary>Capability → how long the instrument expects it to take; those that it says nothing of are absent.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Expected { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>Whether a sample stays in its place after a step until its next step begins elsewhere.</summary>
    public bool KeepsSamples { get; init; }

    /// <summary>What setting it up anew depends on and takes, or null.</summary>
    public SetupChange? Setup { get; init; }

    /// <summary>When it will be ready though nothing more is heard of it, or null.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>What a step needs the instrument to be set up for, or null when that does not matter.</summary>
    public string? SetupFor(IReadOnlyDictionary<string, ParameterValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Setup is { } setup && inputs.TryGetValue(setup.By, out var value) ? value.ToString() : null;
    }

    /// <summary>Whether all limited inputs of a capability are within limits.</summary>
    public bool Accepts(string capability, IReadOnlyDictionary<string, ParameterValue> inputs) =>
        Capabilities.TryGetValue(capability, out var limits)
        && limits.All(limit => !inputs.TryGetValue(limit.Key, out var value) || (value.IsNumber && value.Number >= limit.Value.Lower && value.Number <= limit.Value.Upper));
}
