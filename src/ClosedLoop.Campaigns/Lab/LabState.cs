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

    /// <summary>How much there is of each stock, in its unit.</summary>
    public ImmutableSortedDictionary<string, double> Stock { get; init; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Stock → the last request that told how much there is.</summary>
    public ImmutableDictionary<string, string> Counts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What each instrument's time went to.</summary>
    public ImmutableDictionary<string, InstrumentUse> Uses { get; init; } = ImmutableDictionary<string, InstrumentUse>.Empty;
}
