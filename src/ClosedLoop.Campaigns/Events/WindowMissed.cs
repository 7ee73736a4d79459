using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>A step did not begin within its time after the step before it.</summary>
/// <param name="Trial">Trial number.</param>
/// <param name="Step">The step.</param>
/// <param name="Until">When it should have begun at the latest.</param>
/// <param name="Policy">What follows.</param>
public sealed record WindowMissed(int Trial, string Step, DateTimeOffset Until, MissedWindow Policy) : CampaignEvent;
