using ClosedLoop.Simulators;

namespace ClosedLoop.VirtualLabs;

/// <summary>What a scenario did to one run.</summary>
/// <param name="Strikes">What struck, in order.</param>
/// <param name="Broken">What was expected of the campaign and did not hold, in words; empty when all held.</param>
public sealed record ScenarioOutcome(IReadOnlyList<FaultStrike> Strikes, IReadOnlyList<string> Broken);
