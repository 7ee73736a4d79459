namespace ClosedLoop.Campaigns;

/// <summary>An instrument shows a ledger. Open dispatches of another one of its ledgers can no longer be asked about.</summary>
/// <param name="At">When.</param>
/// <param name="Instrument">Which instrument.</param>
/// <param name="LedgerId">The ledger that it shows.</param>
public sealed record LedgerSeen(DateTimeOffset At, string Instrument, string LedgerId) : CampaignCommand(At);
