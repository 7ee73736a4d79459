namespace ClosedLoop.Campaigns;

/// <summary>Steps begin again.</summary>
/// <param name="Reason">In words.</param>
public sealed record CampaignResumed(string Reason) : CampaignEvent;
