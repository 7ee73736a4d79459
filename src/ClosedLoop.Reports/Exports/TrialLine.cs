using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>A trial as one line of an export.</summary>
internal sealed record TrialLine(
    int Trial,
    string Status,
    string? Reason,
    string Origin,
    int Proposal,
    double? Acquisition,
    DateTimeOffset ProposedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Source,
    bool Late,
    Candidate Candidate,
    IReadOnlyList<ObjectivePrediction> Predictions,
    IReadOnlyDictionary<string, double>? Values,
    IReadOnlyList<AttemptLine> Attempts)
{
    /// <summary>The line of a trial.</summary>
    public static TrialLine Of(TrialHistory trial) => new(
        trial.Number,
        trial.Status,
        trial.State.Reason,
        trial.State.Proposed.Origin,
        trial.State.Proposal,
        trial.State.Proposed.Acquisition,
        trial.State.ProposedAt,
        trial.Start,
        trial.State.EndedAt,
        trial.Source,
        trial.Late,
        trial.Candidate,
        trial.State.Proposed.Predictions,
        trial.State.Values,
        [.. trial.Attempts.Select(AttemptLine.Of)]);
}
