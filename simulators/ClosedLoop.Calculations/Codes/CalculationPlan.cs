namespace ClosedLoop.Calculations;

/// <summary>What one calculation consists of.</summary>
/// <param name="Stages">At least one, in order; their names differ.</param>
public sealed record CalculationPlan(IReadOnlyList<CalculationStage> Stages);
