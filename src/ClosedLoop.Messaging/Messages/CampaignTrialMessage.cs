using System.Text.Json.Serialization;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>One trial of a campaign; the best one too. Retained.</summary>
/// <param name="Text">How it stands in plain words.</param>
/// <param name="Trial">Its number, from 1.</param>
/// <param name="Status"><c>inflight</c>, <c>observed</c>, <c>failed</c> or <c>quarantined</c>.</param>
/// <param name="Candidate">Parameter → value.</param>
/// <param name="Predictions">What the model expected, one for each objective; empty in the initial design.</param>
/// <param name="Acquisition">The acquisition value that won; null in the initial design.</param>
/// <param name="Origin">Where the candidate came from, such as <c>sobol</c> or <c>logEI</c>.</param>
/// <param name="Step">Its last step, or null before the first.</param>
/// <param name="Instrument">The instrument of that step, or null.</param>
/// <param name="Values">Objective, limited output or cost → measured value, or null while there is none.</param>
/// <param name="Reason">Why it failed or is quarantined, or null.</param>
public sealed record CampaignTrialMessage(
    string Text,
    int Trial,
    string Status,
    Candidate Candidate,
    IReadOnlyList<ObjectivePrediction> Predictions,
    double? Acquisition,
    string Origin,
    string? Step,
    string? Instrument,
    IReadOnlyDictionary<string, double>? Values,
    string? Reason)
{
    /// <summary>Where it is measured; absent in a campaign that names no sources.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    /// <summary>Posterior over prior variance at the candidate, from 0 (as good as measured) to 1 (nothing known); null in the initial design.</summary>
    public double? OpenVariance { get; init; }

    /// <summary>Distance to the nearest observation in the kernel's metric, from 0 (the same) to 1 (unrelated); null in the initial design.</summary>
    public double? Distance { get; init; }

    /// <summary>The step that waits for an instrument, and why; absent when none does.</summary>
    public string? Waits { get; init; }
}
