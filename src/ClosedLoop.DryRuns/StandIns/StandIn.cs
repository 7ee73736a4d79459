using ClosedLoop.Simulators;

namespace ClosedLoop.DryRuns;

/// <summary>A simulated instrument in the place of a declared one.</summary>
/// <param name="Settings">The instrument, in the lab's own time.</param>
/// <param name="From">Where that was taken from, for people: a file, or an earlier campaign.</param>
public sealed record StandIn(SimulatedInstrumentSettings Settings, string From);
