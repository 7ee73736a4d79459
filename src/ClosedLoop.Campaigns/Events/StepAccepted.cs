using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The instrument has the dispatch in its ledger.</summary>
/// <param name="Id">The attempt.</param>
public sealed record StepAccepted(DispatchId Id) : CampaignEvent;
