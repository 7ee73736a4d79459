using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop;

/// <summary>Events in words, for logs and plain output.</summary>
internal static class EventText
{
    /// <summary>The words, and whether someone should look.</summary>
    public static (string Text, bool Trouble) Of(CampaignEvent happened, CampaignSpec spec) => happened switch
    {
        CampaignStarted e => ($"run {e.Run}", false),
        CampaignOpened e => ($"opening {e.Epoch} by {e.Host}", e.Epoch > 1),
        BatchProposed e => (string.Join("; ", e.Trials.Select(trial => Proposed(trial.Trial, trial.Proposed))), false),
        StepDispatched e => ($"trial {e.Id.Trial} {e.Id.Step} → {e.Instrument}{Attempt(e.Id)}", false),
        StepAccepted e => ($"trial {e.Id.Trial} {e.Id.Step} accepted", false),
        StepSucceeded e => ($"trial {e.Id.Trial} {e.Id.Step} done{(e.Late ? " (late)" : "")}", false),
        StepFailed e => ($"trial {e.Id.Trial} {e.Id.Step} {e.Kind}, sample {e.Sample}: {e.Message}", true),
        StepIndeterminate e => ($"trial {e.Id.Trial} {e.Id.Step} may or may not have happened: {e.Reason}", true),
        StepClosed e => ($"trial {e.Id.Trial} {e.Id.Step} closed", false),
        ObservationRecorded e => ($"trial {e.Trial}: {Measured(e, spec)}", false),
        TrialFailed e => ($"trial {e.Trial} failed: {e.Reason}", true),
        Retrained e => (e.Model is { } model ? $"{model.Name} on {model.Observations} observations" : "too little to fit", false),
        MessageQuarantined e => ($"from {e.Source}: {e.Reason}", true),
        CampaignPaused e => (e.Reason, false),
        CampaignResumed e => (e.Reason, false),
        CampaignStopping e => (e.Reason, false),
        CampaignAborting e => (e.Reason, true),
        CampaignDraining e => (e.Reason, false),
        CampaignFaulted e => (e.Reason, true),
        CampaignCompleted e => (e.Reason, false),
        CampaignAborted e => (e.Reason, true),
        _ => ("", false),
    };

    /// <summary>Four significant digits.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>The unit with a space before it, or nothing.</summary>
    public static string Unit(string? unit) => unit is null ? "" : $" {unit}";

    /// <summary>A candidate in a line.</summary>
    public static string Values(Candidate candidate) =>
        string.Join(", ", candidate.Values.Select(pair => $"{pair.Key} {(pair.Value.IsNumber ? Number(pair.Value.Number) : pair.Value.Text)}"));

    private static string Proposed(int trial, ProposedCandidate proposed) =>
        $"trial {trial} ({proposed.Origin}): {Values(proposed.Candidate)}{Expected(proposed)}";

    private static string Measured(ObservationRecorded observation, CampaignSpec spec) =>
        string.Join(", ", spec.Objectives.Select(objective => $"{objective.Name} = {Number(observation.Values[objective.Name])}{Unit(objective.Unit)}"));

    private static string Expected(ProposedCandidate proposed) =>
        proposed.Predictions.Count == 0
            ? ""
            : $", expects {string.Join(", ", proposed.Predictions.Select(p => $"{p.Objective} {Number(p.Mean)} ± {Number(p.StandardDeviation)}"))}";

    private static string Attempt(DispatchId id) => id.Attempt == 1 ? "" : $" (attempt {id.Attempt})";
}
