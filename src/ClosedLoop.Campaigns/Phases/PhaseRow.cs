namespace ClosedLoop.Campaigns;

/// <summary>One row of the phase table.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="When">What must hold, in words.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Next">The phases that may follow when an operator watches every batch of events.</param>
public sealed record PhaseRow(CampaignPhase Phase, string When, Func<CampaignState, bool> Holds, IReadOnlyList<CampaignPhase> Next);
