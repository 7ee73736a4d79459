using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The optimizer's answer. Dropped when the data, the pending trials or the number are no longer those that it saw.</summary>
/// <param name="At">When.</param>
/// <param name="Number">Proposal number.</param>
/// <param name="DataHash">The observations that it saw.</param>
/// <param name="Pending">The trials in flight that it saw.</param>
/// <param name="Candidates">Its candidates; empty when the space is exhausted.</param>
/// <param name="ModelHash">Hash of the surrogate, or null in the initial design.</param>
public sealed record TakeProposal(
    DateTimeOffset At,
    int Number,
    string DataHash,
    IReadOnlyList<int> Pending,
    IReadOnlyList<ProposedCandidate> Candidates,
    string? ModelHash) : CampaignCommand(At)
{
    /// <summary>What the planner was told may still be spent; null when nothing of it was said.</summary>
    public double? Remaining { get; init; }

    /// <summary>Who answered, where the campaign names an external planner; else null.</summary>
    public PlannedBy? By { get; init; }
}
