using ClosedLoop.Domain;

namespace ClosedLoop.Simulation.Tests;

/// <summary>What a bench really did, whoever remembers it.</summary>
internal sealed record Act(DateTimeOffset At, DispatchId Id, ActKind Kind, IReadOnlyDictionary<string, ParameterValue>? Outputs);
