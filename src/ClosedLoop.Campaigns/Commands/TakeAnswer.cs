using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>What an instrument says of a dispatch.</summary>
/// <param name="At">When it came.</param>
/// <param name="Id">The dispatch.</param>
/// <param name="Instrument">Who says so.</param>
/// <param name="LedgerId">The ledger that says so.</param>
/// <param name="Answer">What it says.</param>
public sealed record TakeAnswer(DateTimeOffset At, DispatchId Id, string Instrument, string LedgerId, DispatchAnswer Answer) : CampaignCommand(At);
