using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The lab cannot place a step: a stock must be filled up first.</summary>
/// <param name="At">When.</param>
/// <param name="Id">The attempt that waits.</param>
/// <param name="Item">Which stock.</param>
/// <param name="Reason">How much is there, and how much is needed.</param>
public sealed record NoteShortage(DateTimeOffset At, DispatchId Id, string Item, string Reason) : CampaignCommand(At);
