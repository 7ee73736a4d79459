namespace ClosedLoop.Campaigns;

/// <summary>A question that is not open any more is not shown any more.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Step">The step.</param>
public sealed record RequestWithdrawn(int Trial, string Step) : CampaignEvent;
