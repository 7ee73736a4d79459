namespace ClosedLoop.Domain;

/// <summary>What the surrogate expects of one objective at a candidate.</summary>
/// <param name="Objective">The objective's name.</param>
/// <param name="Mean">Predicted mean, in the objective's unit.</param>
/// <param name="StandardDeviation">Predicted standard deviation of a measurement, in the objective's unit.</param>
public sealed record ObjectivePrediction(string Objective, double Mean, double StandardDeviation);
