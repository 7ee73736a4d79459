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

    /// <summary>Who proposes instead of the built-in planner; null for the built-in one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExternalPlanner? Planner { get; init; }

    /// <summary>The lab whose instruments do the work.</summary>
    public required string Lab { get; init; }

    /// <summary>The outputs that every trial must measure as numbers, in the order of objectives, limits and cost, each once.</summary>
    [JsonIgnore]
    public IEnumerable<string> MeasuredOutputs =>
        Objectives.Select(objective => objective.Name).Concat((Limits ?? []).Select(limit => limit.Output)).Concat(CostOutput is null ? [] : [CostOutput]).Distinct();

    /// <summary>Whether measured values meet all limits; only such a trial can be best.</summary>
    /// <param name="values">Output → measured value, of every objective and every limited output.</param>
    public bool MeetsLimits(IReadOnlyDictionary<string, double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Limits is null || Limits.All(limit => limit.Holds(values[limit.Output]));
    }
}
