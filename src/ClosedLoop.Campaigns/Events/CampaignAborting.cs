namespace ClosedLoop.Campaigns;

/// <summary>What is running is being cancelled.</summary>
/// <param name="Reason">In words.</param>
public sealed record CampaignAborting(string Reason) : CampaignEvent;
