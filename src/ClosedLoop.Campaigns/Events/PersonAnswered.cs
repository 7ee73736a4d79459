namespace ClosedLoop.Campaigns;

/// <summary>Whether a step of a trial may begin was answered.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Step">The step.</param>
/// <param name="Approved">Whether it may.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="InTime">Whether a person answered; else the deadline passed and the default counts.</param>
public sealed record PersonAnswered(int Trial, string Step, bool Approved, string Reason, bool InTime) : CampaignEvent;
