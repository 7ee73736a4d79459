namespace ClosedLoop.Domain;

/// <summary>A trial as the optimizer learns of it.</summary>
/// <param name="Trial">Trial number, from 1.</param>
/// <param name="Candidate">What was tried.</param>
/// <param name="Values">Measured values in the order of the objectives, in their units; null when the trial failed.</param>
public sealed record ObservedTrial(int Trial, Candidate Candidate, IReadOnlyList<double>? Values)
{
    /// <summary>What was predicted when it was proposed; empty when no surrogate chose it. Alarms compare it with <see cref="Values"/>; nothing is learnt from it.</summary>
    public IReadOnlyList<ObjectivePrediction> Expected { get; init; } = [];
}
