using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>An observed trial that no other beats.</summary>
/// <param name="Trial">Trial number, from 1.</param>
/// <param name="Candidate">What was tried.</param>
/// <param name="Values">Objective → measured value, in the objective's unit.</param>
public sealed record BestTrial(int Trial, Candidate Candidate, IReadOnlyDictionary<string, double> Values);
