namespace ClosedLoop.Campaigns;

/// <summary>The end by order: everything that ran was cancelled or is known to be indeterminate.</summary>
/// <param name="Reason">In words.</param>
public sealed record CampaignAborted(string Reason) : CampaignEvent;
