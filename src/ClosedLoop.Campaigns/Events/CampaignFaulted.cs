namespace ClosedLoop.Campaigns;

/// <summary>The loop met something that it cannot go on with. Opening it again tries anew.</summary>
/// <param name="Reason">In words.</param>
public sealed record CampaignFaulted(string Reason) : CampaignEvent;
