namespace ClosedLoop.Campaigns;

/// <summary>Something that <c>Decide</c> is asked to judge. Closed set. A command may lead to no event at all.</summary>
/// <param name="At">When it came, by the orchestrator's clock.</param>
public abstract record CampaignCommand(DateTimeOffset At);
