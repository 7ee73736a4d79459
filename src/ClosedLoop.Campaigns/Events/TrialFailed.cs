using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>A trial ended without a measurement.</summary>
/// <param name="Trial">Trial number.</param>
/// <param name="Reason">In words.</param>
/// <param name="Told">What the optimizer is told of it.</param>
public sealed record TrialFailed(int Trial, string Reason, FailurePolicy Told) : CampaignEvent;
