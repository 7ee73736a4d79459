namespace ClosedLoop.Campaigns;

/// <summary>A person is asked whether a step of a trial may begin.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Step">The step.</param>
/// <param name="Deadline">When the answer is due.</param>
/// <param name="Otherwise">Whether it may when nobody has answered by then.</param>
public sealed record PersonAsked(int Trial, string Step, DateTimeOffset Deadline, bool Otherwise) : CampaignEvent;
