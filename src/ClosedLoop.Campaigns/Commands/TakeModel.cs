using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The surrogate was fitted. Dropped when the data have changed since.</summary>
/// <param name="At">When.</param>
/// <param name="DataHash">The observations that it saw.</param>
/// <param name="Model">The surrogate in figures; null when there was too little to fit.</param>
public sealed record TakeModel(DateTimeOffset At, string DataHash, ModelSummary? Model) : CampaignCommand(At)
{
    /// <summary>Who answered, where the campaign names an external planner; else null.</summary>
    public PlannedBy? By { get; init; }
}
