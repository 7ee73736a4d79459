using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The optimizer proposed; its candidates became trials.</summary>
/// <param name="Number">Proposal number, from 1; with the seed it fixes all chance in the proposal.</param>
/// <param name="Seed">The campaign's seed.</param>
/// <param name="DataHash">SHA-256 (hex) of the observations that the proposal saw.</param>
/// <param name="ModelHash">Hash of the surrogate, or null in the initial design.</param>
/// <param name="Pending">Trials in flight that the proposal took into account.</param>
/// <param name="Trials">The new trials; empty when the search space is exhausted.</param>
public sealed record BatchProposed(
    int Number,
    ulong Seed,
    string DataHash,
    string? ModelHash,
    IReadOnlyList<int> Pending,
    IReadOnlyList<ProposedTrial> Trials) : CampaignEvent
{
    /// <summary>Who answered, where the campaign names an external planner; else null.</summary>
    public PlannedBy? By { get; init; }
}
