using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>A validated campaign: what runs. Made from a campaign file; never changed once the campaign has started.</summary>
public sealed record CampaignSpec
{
    /// <summary>Letters, digits, <c>-</c> and <c>_</c>; names the campaign's folder and topics.</summary>
    public required string Name { get; init; }

    /// <summary>All chance of the campaign comes from it.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What may be tried.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>What is wanted, at least one.</summary>
    public required IReadOnlyList<Objective> Objectives { get; init; }

    /// <summary>The steps of a trial in order, at least one.</summary>
    public required IReadOnlyList<Step> Workflow { get; init; }

    /// <summary>How many trials run side by side.</summary>
    public required BatchPolicy Batch { get; init; }

    /// <summary>What may be spent.</summary>
    public required Budget Budget { get; init; }

    /// <summary>Trials of the initial design, before the surrogate decides.</summary>
    public required int InitialTrials { get; init; }

    /// <summary>Reasons to stop early; none by default.</summary>
    public IReadOnlyList<StopRule> StopRules { get; init; } = [];

    /// <summary>What the optimizer is told of a failed trial; skip by default.</summary>
    public FailurePolicy OnFailure { get; init; } = FailurePolicy.Skip;

    /// <summary>The same by how trials fail, where that makes a difference; null when <see cref="OnFailure"/> says it all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FailurePolicies? OnFailureOf { get; init; }

    /// <summary>Its share of instruments that several campaigns want, in proportion to the others' priorities, 1 to 100; null counts as 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Priority { get; init; }

    /// <summary>Measured outputs that must lie within limits for a trial to count; null without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OutcomeConstraint>? Limits { get; init; }

    /// <summary>The output that says what a trial cost, in any unit, where value shall count per unit of it; null when all trials are worth the same effort.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CostOutput { get; init; }

    /// <summary>What is decided about the optimizer instead of left to the data; null when all is automatic.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OptimizerOptions? Optimizer { get; init; }

    /// <summary>Where a trial can be measured, each with the sum of its steps' costs; null when there is only one place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Source>? Sources { get; init; }

    /// <summary>Who proposes instead of the built-in planner; null for the built-in one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExternalPlanner? Planner { get; init; }

    /// <summary>The lab whose instruments do the work.</summary>
    public required string Lab { get; init; }

    /// <summary>The outputs that every trial must measure as numbers, in the order of objectives, limits and cost, each once.</summary>
    [JsonIgnore]
    public IEnumerable<string> MeasuredOutputs =>
        Objectives.Select(objective => objective.Name).Concat((Limits ?? []).Select(limit => limit.Output)).Concat(CostOutput is null ? [] : [CostOutput]).Distinct();

    /// <summary>What the optimizer is told of a trial that failed in such a way; null is a failure that no step told.</summary>
    public FailurePolicy PolicyOf(FailureKind? kind) => (OnFailureOf ?? FailurePolicies.All(OnFailure)).Of(kind);

    /// <summary>Whether measured values meet all limits; only such a trial can be best.</summary>
    /// <param name="values">Output → measured value, of every objective and every limited output.</param>
    public bool MeetsLimits(IReadOnlyDictionary<string, double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Limits is null || Limits.All(limit => limit.Holds(values[limit.Output]));
    }

    /// <summary>The steps of a trial at a source, in order.</summary>
    /// <param name="source">The source's name; null in a campaign that names none.</param>
    public IEnumerable<Step> WorkflowOf(string? source) => Workflow.Where(step => step.Source is null || step.Source == source);

    /// <summary>What a trial at a source costs at most, first attempts alone, in the budget's unit.</summary>
    /// <param name="source">The source's name; null in a campaign that names none.</param>
    public double CostOf(string? source) => WorkflowOf(source).Sum(step => step.Cost);

    /// <summary>Name of the source that counts; null in a campaign that names none.</summary>
    [JsonIgnore]
    public string? Target => Sources?.First(source => source.IsTarget).Name;

    /// <summary>Whether a trial can be best, reach a target or be progress: measured at the target, within all limits.</summary>
    /// <param name="source">Where it was measured; null in a campaign that names no sources.</param>
    /// <param name="values">Output → measured value, of every objective and every limited output.</param>
    public bool Counts(string? source, IReadOnlyDictionary<string, double> values) => source == Target && MeetsLimits(values);
}
