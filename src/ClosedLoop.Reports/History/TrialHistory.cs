using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>A trial with what only its events tell.</summary>
/// <param name="State">The trial.</param>
/// <param name="Attempts">Its dispatches in the order in which they were decided.</param>
/// <param name="Source">Where it was measured, or null.</param>
/// <param name="Late">Whether its measurement came after it had been given up.</param>
internal sealed record TrialHistory(TrialState State, IReadOnlyList<Attempt> Attempts, string? Source, bool Late)
{
    /// <summary>Trial number.</summary>
    public int Number => State.Number;

    /// <summary>The candidate.</summary>
    public Candidate Candidate => State.Proposed.Candidate;

    /// <summary>Whether its measurement counts.</summary>
    public bool IsObserved => State.Status == TrialStatus.Observed;

    /// <summary>When its first step began, or null.</summary>
    public DateTimeOffset? Start => Attempts.Count == 0 ? null : Attempts.Min(attempt => attempt.Start);

    /// <summary>From the start of its first step to its end, or null.</summary>
    public TimeSpan? Duration => State.EndedAt - Start;

    /// <summary>The instruments that worked on it, each once.</summary>
    public IEnumerable<string> Instruments => Attempts.Select(attempt => attempt.Dispatch.Decision.Instrument).Distinct();

    /// <summary>The status in a word.</summary>
    public string Status => State.Status switch
    {
        TrialStatus.InFlight => "in flight",
        TrialStatus.Observed => "observed",
        TrialStatus.Failed => "failed",
        _ => "quarantined",
    };

    /// <summary>What was expected of an objective, or null in the initial design.</summary>
    public ObjectivePrediction? Prediction(string objective) => State.Proposed.Predictions.FirstOrDefault(prediction => prediction.Objective == objective);

    /// <summary>Whether it can be best: measured at the target, within the campaign's limits.</summary>
    public bool Counts(CampaignSpec spec) => IsObserved && spec.Counts(State.Proposed.Source, State.Values!);

    /// <summary>The measured value of an objective or of a limited output, or null; a value that is no finite number cannot be drawn.</summary>
    public double? Value(string objective) =>
        IsObserved && State.Values!.TryGetValue(objective, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>The observed value of a context, or null.</summary>
    public double? Context(string name) => State.Context is { } context && context.TryGetValue(name, out var value) ? value : null;

    /// <summary>The value of a key of the candidate, or of a context; null when that was not observed.</summary>
    public ParameterValue? At(string key) => Candidate.TryGet(key, out var value) ? value
        : Context(key) is { } observed ? new ParameterValue(observed)
        : default(ParameterValue?);
}
