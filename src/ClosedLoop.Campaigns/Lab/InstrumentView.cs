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

    /// <summary>Whether all limited inputs of a capability are within limits.</summary>
    public bool Accepts(string capability, IReadOnlyDictionary<string, ParameterValue> inputs) =>
        Capabilities.TryGetValue(capability, out var limits)
        && limits.All(limit => !inputs.TryGetValue(limit.Key, out var value) || (value.IsNumber && value.Number >= limit.Value.Lower && value.Number <= limit.Value.Upper));
}
