namespace ClosedLoop.Domain;

/// <summary>Why the surrogate predicts what it predicts at a candidate: the difference from the average, divided fairly among the parameters.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Average">Average prediction over the space, in the objective's unit.</param>
/// <param name="Predicted">Predicted mean at the candidate, in the objective's unit.</param>
/// <param name="Contributions">Parameter → contribution, in the objective's unit; they sum to <paramref name="Predicted"/> − <paramref name="Average"/>.</param>
public sealed record ShapleyValues(Candidate Candidate, double Average, double Predicted, IReadOnlyDictionary<string, double> Contributions);
