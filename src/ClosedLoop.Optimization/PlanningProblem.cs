using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>What does not change during a campaign.</summary>
/// <param name="Space">What may be tried.</param>
/// <param name="Objectives">What is wanted.</param>
/// <param name="Seed">The campaign's seed; all chance derives from it and from the proposal number.</param>
/// <param name="InitialTrials">Trials of the initial design.</param>
/// <param name="OnFailure">What a failed trial teaches.</param>
public sealed record PlanningProblem(SearchSpace Space, IReadOnlyList<Objective> Objectives, ulong Seed, int InitialTrials, FailurePolicy OnFailure)
{
    /// <summary>What is decided about the optimizer beforehand; everything automatic by default.</summary>
    public OptimizerOptions Options { get; init; } = new();
}
