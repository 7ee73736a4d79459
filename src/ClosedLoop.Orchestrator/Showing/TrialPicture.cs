using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>One trial, for operators.</summary>
internal static class TrialPicture
{
    public static CampaignTrialMessage Of(TrialState trial, CampaignSpec spec, StepWait? wait = null)
    {
        var last = trial.Dispatches.LastOrDefault();
        return new CampaignTrialMessage(
            Line(trial, spec, wait),
            trial.Number,
            trial.Status.ToString().ToLowerInvariant(),
            trial.Proposed.Candidate,
            trial.Proposed.Predictions,
            trial.Proposed.Acquisition,
            trial.Proposed.Origin,
            last?.Id.Step,
            last?.Decision.Instrument,
            trial.Values,
            trial.Reason)
        {
            Source = trial.Proposed.Source,
            OpenVariance = trial.Proposed.Extrapolation?.OpenVariance,
            Distance = trial.Proposed.Extrapolation?.Distance,
            Waits = wait is null ? null : $"{wait.Id.Step}: {wait.Reason}",
        };
    }

    /// <summary>The same for the best so far.</summary>
    public static CampaignTrialMessage Best(TrialState trial, CampaignSpec spec) =>
        Of(trial, spec) with { Text = $"best so far: {Line(trial, spec, null)}" };

    private static string Line(TrialState trial, CampaignSpec spec, StepWait? wait) =>
        $"trial {trial.Number}{(trial.Proposed.Source is { } source ? $" at {source}" : "")} ({EventText.Values(trial.Proposed.Candidate)}): "
        + (wait is null ? Text(trial, trial.Dispatches.LastOrDefault(), spec) : $"{wait.Id.Step} waits, {wait.Reason}");

    private static string Text(TrialState trial, DispatchState? last, CampaignSpec spec) => trial.Status switch
    {
        TrialStatus.Observed => EventText.Measured(trial.Values!, spec),
        TrialStatus.Failed => $"failed, {trial.Reason}",
        TrialStatus.Quarantined => $"quarantined, {trial.Reason}",
        _ when last is null => "waits for its first step",
        _ => $"{last.Id.Step} {Stage(last.Phase)} {last.Decision.Instrument}",
    };

    private static string Stage(DispatchPhase phase) => phase switch
    {
        DispatchPhase.Succeeded => "done by",
        DispatchPhase.Failed => "failed on",
        _ => "on",
    };
}
