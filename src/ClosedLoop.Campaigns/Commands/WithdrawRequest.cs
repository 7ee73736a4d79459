namespace ClosedLoop.Campaigns;

/// <summary>A question that is not open any more was taken off the bus.</summary>
/// <param name="At">When.</param>
/// <param name="Request">Which question.</param>
public sealed record WithdrawRequest(DateTimeOffset At, string Request) : CampaignCommand(At);
