using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>A place on an instrument belongs to a dispatch.</summary>
/// <param name="Id">The dispatch.</param>
/// <param name="Instrument">Which instrument.</param>
/// <param name="LedgerId">Its ledger at that time.</param>
/// <param name="Simulated">Whether it said that nothing physical happens.</param>
public sealed record StepGranted(DispatchId Id, string Instrument, string LedgerId, bool Simulated) : LabEvent;
