using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>A trial as the optimizer learns of it.</summary>
/// <param name="Trial">Trial number, from 1.</param>
/// <param name="Candidate">What was tried.</param>
/// <param name="Values">Measured values in the order of the objectives, in their units; null when the trial failed.</param>
public sealed record ObservedTrial(int Trial, Candidate Candidate, IReadOnlyList<double>? Values)
{
    /// <summary>Variance of each objective's value as a measurement, in its unit squared, null where it is to be learnt; null when all are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double?>? Variances { get; init; }

    /// <summary>Context that was observed with the trial, by name; null when the space has none or none was observed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Context { get; init; }

    /// <summary>What was predicted when it was proposed; empty when no surrogate chose it. Alarms compare it with <see cref="Values"/>; nothing is learnt from it.</summary>
    public IReadOnlyList<ObjectivePrediction> Expected { get; init; } = [];

    /// <summary>Name of the source that measured it; null is the target.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    /// <summary>Measured values of the limited outputs, in the order of the limits; null when the trial failed, or without limits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Limited { get; init; }

    /// <summary>What a failed trial teaches, where that is not what the campaign declares for all; null where it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FailurePolicy? Teaches { get; init; }

    /// <summary>What the trial cost, in any one unit; null when nobody says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Cost { get; init; }
}
