namespace ClosedLoop.Campaigns;

/// <summary>A person answers a question of the campaign.</summary>
/// <param name="At">When.</param>
/// <param name="Request">Which question, see <see cref="RequestState.Id"/>.</param>
/// <param name="Approved">Whether the step may begin.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record AnswerRequest(DateTimeOffset At, string Request, bool Approved, string Reason) : CampaignCommand(At);
