using ClosedLoop.Campaigns;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>The last words of one instrument.</summary>
/// <param name="Id">Instrument id.</param>
/// <param name="Presence">Whether it is there, or null when it never said.</param>
/// <param name="Capabilities">What it can do, or null when it never said.</param>
/// <param name="State">How it is, or null when it never said.</param>
/// <param name="HeardAt">When it was last heard, by this host's clock.</param>
public sealed record InstrumentRecord(string Id, PresenceMessage? Presence, CapabilitiesMessage? Capabilities, StateMessage? State, DateTimeOffset HeardAt)
{
    /// <summary>
    /// When it counts as ready without having told its state: it may be at work for somebody of whom nobody here knows, and would refuse as busy. One that never tells
    /// is believed after this.
    /// </summary>
    public DateTimeOffset? BelievedAt { get; init; }

    /// <summary>Whether it is online, not silent for too long, healthy and taking commands.</summary>
    public bool IsReady(DateTimeOffset now) =>
        Presence is { Online: true } && !(State is null && now < BelievedAt) && now - HeardAt <= LabView.Silence && State is not ({ Health: "failed" } or { Activity: "paused" or "stopped" });

    /// <summary>The instrument as the lab's decider sees it; null until it has shown a ledger and its capabilities.</summary>
    public InstrumentView? ToView(DateTimeOffset now) => Presence?.LedgerId is null || Capabilities is null ? null : new InstrumentView(
        Id,
        IsReady(now),
        Presence.LedgerId,
        Capabilities.Simulated,
        Capabilities.Capacity,
        Capabilities.Capabilities.ToDictionary(
            capability => capability.Name,
            capability => (IReadOnlyDictionary<string, (double, double)>)capability.Limits.ToDictionary(limit => limit.Key, limit => (limit.Value.Lower, limit.Value.Upper))))
    {
        Active = State?.Active ?? [],
        ReadyAt = State is null ? BelievedAt : null,
        KeepsSamples = Capabilities.KeepsSamples ?? false,
        Setup = Capabilities.Setup is { } setup ? new SetupChange(setup.By, TimeSpan.FromSeconds(setup.Seconds)) : null,
        Expected = Capabilities.Capabilities
            .Where(capability => capability.TypicalSeconds is > 0 and < 1e9)
            .ToDictionary(capability => capability.Name, capability => TimeSpan.FromSeconds(capability.TypicalSeconds!.Value)),
    };
}
