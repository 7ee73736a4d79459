namespace ClosedLoop.Campaigns;

/// <summary>An operator, or the host, steers.</summary>
/// <param name="At">When.</param>
/// <param name="Order">What is wanted.</param>
/// <param name="Reason">In words.</param>
public sealed record SteerCampaign(DateTimeOffset At, SteeringOrder Order, string Reason) : CampaignCommand(At);
