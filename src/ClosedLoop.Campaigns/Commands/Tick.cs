namespace ClosedLoop.Campaigns;

/// <summary>Time passed: deadlines and the time budget are looked at.</summary>
/// <param name="At">Now.</param>
public sealed record Tick(DateTimeOffset At) : CampaignCommand(At);
