namespace ClosedLoop.Domain;

/// <summary>Stop when an objective is at least as good as a value (for a target objective: within that distance of it).</summary>
/// <param name="Objective">The objective's name.</param>
/// <param name="Value">The value to reach, in the objective's unit.</param>
public sealed record TargetReached(string Objective, double Value) : StopRule;
