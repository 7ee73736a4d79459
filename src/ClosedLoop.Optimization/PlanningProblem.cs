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
    /// <summary>Where candidates can be measured, one of them the target; empty when there is only one place. <see cref="InitialTrials"/> is then the design's worth in target trials.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    /// <summary>Measured outputs that must lie within limits for a trial to count; none by default.</summary>
    public IReadOnlyList<OutcomeConstraint> Limits { get; init; } = [];

    /// <summary>What is decided about the optimizer instead of left to the data; nothing by default.</summary>
    public OptimizerOptions Options { get; init; } = new();

    /// <summary>The problem of a campaign.</summary>
    public static PlanningProblem Of(CampaignSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(spec.Space, spec.Objectives, spec.Seed, spec.InitialTrials, spec.OnFailure)
        {
            Sources = spec.Sources ?? [],
            Limits = spec.Limits ?? [],
            Options = spec.Optimizer ?? new(),
        };
    }
}
