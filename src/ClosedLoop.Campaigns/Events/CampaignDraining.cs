namespace ClosedLoop.Campaigns;

/// <summary>The host is stopping: no further step begins; running ones end.</summary>
/// <param name="Reason">In words.</param>
public sealed record CampaignDraining(string Reason) : CampaignEvent;
