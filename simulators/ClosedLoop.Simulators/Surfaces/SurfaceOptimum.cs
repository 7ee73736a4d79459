using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>What an optimizer should find.</summary>
/// <param name="Goal">Whether the best value is the least or the greatest.</param>
/// <param name="Value">The best value.</param>
/// <param name="Places">Every place where it is reached: the variables in order.</param>
public sealed record SurfaceOptimum(Goal Goal, double Value, IReadOnlyList<IReadOnlyList<ParameterValue>> Places);
