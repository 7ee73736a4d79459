namespace ClosedLoop.Campaigns;

/// <summary>No further trial begins; the campaign completes when those in flight have ended.</summary>
/// <param name="Reason">The stop rule, the budget or the operator.</param>
public sealed record CampaignStopping(string Reason) : CampaignEvent;
