namespace ClosedLoop.Campaigns;

/// <summary>The host let go of the run with nothing running. Opening it again goes on.</summary>
public sealed record CampaignSuspended : CampaignEvent;
