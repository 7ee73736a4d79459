using System.Collections.Immutable;
using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>Who has which place in the lab, and what the instruments did last: the fold of the lab's events.</summary>
public sealed record LabState
{
    /// <summary>Before the first event.</summary>
    public static LabState Empty { get; } = new();

    /// <summary>The places that are taken, by dispatch.</summary>
    public ImmutableDictionary<DispatchId, StepGranted> Grants { get; init; } = ImmutableDictionary<DispatchId, StepGranted>.Empty;

    /// <summary>What each instrument's time went to.</summary>
    public ImmutableDictionary<string, InstrumentUse> Uses { get; init; } = ImmutableDictionary<string, InstrumentUse>.Empty;
}
