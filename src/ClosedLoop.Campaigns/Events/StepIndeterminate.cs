using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The attempt may or may not have happened, and nobody can say. The trial is quarantined; nothing is repeated.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Reason">In words.</param>
/// <param name="Unanswered">Whether only silence says so: the instrument is asked on, and its place in the lab stays taken.</param>
public sealed record StepIndeterminate(DispatchId Id, string Reason, bool Unanswered) : CampaignEvent;
