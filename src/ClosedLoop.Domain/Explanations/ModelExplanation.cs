namespace ClosedLoop.Domain;

/// <summary>A fitted surrogate explained, for people.</summary>
/// <param name="Model">The surrogate, such as <c>gp-matern52-ard</c>.</param>
/// <param name="Observations">Observations that it was fitted to.</param>
/// <param name="Objectives">One for each objective.</param>
public sealed record ModelExplanation(string Model, int Observations, IReadOnlyList<ObjectiveExplanation> Objectives);
