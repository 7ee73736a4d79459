using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The surrogate was fitted to all observations so far.</summary>
/// <param name="DataHash">SHA-256 (hex) of the observations.</param>
/// <param name="Model">The surrogate in figures; null when there was too little to fit.</param>
public sealed record Retrained(string DataHash, ModelSummary? Model) : CampaignEvent
{
    /// <summary>Who answered, where the campaign names an external planner; else null.</summary>
    public PlannedBy? By { get; init; }
}
