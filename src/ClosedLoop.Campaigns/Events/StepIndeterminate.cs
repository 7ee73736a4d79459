using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The attempt may or may not have happened, and nobody can say. The trial is quarantined; nothing is repeated.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Reason">In words.</param>
public sealed record StepIndeterminate(DispatchId Id, string Reason) : CampaignEvent;
