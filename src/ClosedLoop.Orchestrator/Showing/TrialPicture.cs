using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Orchestrator;

/// <summary>One trial, for operators.</summary>
internal sealed record TrialPicture(
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
    public static TrialPicture Of(TrialState trial)
    {
        var last = trial.Dispatches.LastOrDefault();
        return new TrialPicture(
            trial.Number,
            trial.Status.ToString().ToLowerInvariant(),
            trial.Proposed.Candidate,
            trial.Proposed.Predictions,
            trial.Proposed.Acquisition,
            trial.Proposed.Origin,
            last?.Id.Step,
            last?.Decision.Instrument,
            trial.Values,
            trial.Reason);
    }
}
