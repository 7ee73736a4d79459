using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>A candidate with the reasons for it.</summary>
/// <param name="Candidate">The point.</param>
/// <param name="Predictions">What the surrogate expects, one for each objective; empty in the initial design.</param>
/// <param name="Acquisition">The acquisition value that won; null in the initial design.</param>
/// <param name="Origin">Where it came from, such as <c>sobol</c>, <c>logEI</c>.</param>
public sealed record ProposedCandidate(Candidate Candidate, IReadOnlyList<ObjectivePrediction> Predictions, double? Acquisition, string Origin)
{
    /// <summary>How far it lies from what has been measured; null in the initial design and in older journals.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Extrapolation? Extrapolation { get; init; }

    /// <summary>Name of the source that shall measure it; null in a campaign that names no sources.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }
}
