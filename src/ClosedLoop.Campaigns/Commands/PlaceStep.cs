using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The lab granted an instrument for an owed step.</summary>
/// <param name="At">When.</param>
/// <param name="Id">The attempt; must be the one that is owed.</param>
/// <param name="Instrument">Which instrument.</param>
/// <param name="LedgerId">Its ledger.</param>
/// <param name="Simulated">Whether it says that nothing physical happens.</param>
/// <param name="CommandHash">Identity of what will be asked.</param>
/// <param name="Inputs">Command parameter → value.</param>
public sealed record PlaceStep(
    DateTimeOffset At,
    DispatchId Id,
    string Instrument,
    string LedgerId,
    bool Simulated,
    string CommandHash,
    IReadOnlyDictionary<string, ParameterValue> Inputs) : CampaignCommand(At);
