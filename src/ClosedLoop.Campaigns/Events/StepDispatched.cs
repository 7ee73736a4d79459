using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The decision, durable before the command is sent, that an instrument is to do a step.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Instrument">Which instrument; a resend goes to the same one.</param>
/// <param name="LedgerId">The instrument's ledger at that time.</param>
/// <param name="Simulated">Whether the instrument says that nothing physical happens.</param>
/// <param name="CommandHash">Identity of what is asked.</param>
/// <param name="Inputs">Command parameter → value.</param>
/// <param name="Deadline">When the instrument is asked what became of it.</param>
public sealed record StepDispatched(
    DispatchId Id,
    string Instrument,
    string LedgerId,
    bool Simulated,
    string CommandHash,
    IReadOnlyDictionary<string, ParameterValue> Inputs,
    DateTimeOffset Deadline) : CampaignEvent;
