using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The instrument cleared what it kept for us of the dispatch.</summary>
/// <param name="Id">The attempt.</param>
public sealed record StepClosed(DispatchId Id) : CampaignEvent;
