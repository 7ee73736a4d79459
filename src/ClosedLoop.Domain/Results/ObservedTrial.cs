namespace ClosedLoop.Domain;

/// <summary>A trial as the optimizer learns of it.</summary>
/// <param name="Trial">Trial number, from 1.</param>
/// <param name="Candidate">What was tried.</param>
/// <param name="Values">Measured values in the order of the objectives, in their units; null when the trial failed.</param>
public sealed record ObservedTrial(int Trial, Candidate Candidate, IReadOnlyList<double>? Values)
{
    /// <summary>Variance of each objective's value as a measurement, in its unit squared, null where it is unknown and so learnt; empty when all are.</summary>
    public IReadOnlyList<double?> Variances { get; init; } = [];
}
