namespace ClosedLoop.Campaigns;

/// <summary>No further step begins until resumed.</summary>
/// <param name="Reason">In words.</param>
public sealed record CampaignPaused(string Reason) : CampaignEvent;
