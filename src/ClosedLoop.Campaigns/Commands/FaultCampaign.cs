namespace ClosedLoop.Campaigns;

/// <summary>The runner met something that it cannot go on with.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">In words.</param>
public sealed record FaultCampaign(DateTimeOffset At, string Reason) : CampaignCommand(At);
