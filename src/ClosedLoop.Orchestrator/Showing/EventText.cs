using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Orchestrator;

/// <summary>Events in words, for logs, plain output and everybody who listens on MQTT.</summary>
public static class EventText
{
    /// <summary>The words, and whether someone should look.</summary>
    public static (string Text, bool Trouble) Of(CampaignEvent happened, CampaignSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Words(happened, spec);
    }

    /// <summary>Why a step waits.</summary>
    public static string Of(StepWait wait)
    {
        ArgumentNullException.ThrowIfNull(wait);
        return $"trial {wait.Id.Trial} {wait.Id.Step} waits: {wait.Reason}";
    }

    /// <summary>The words for who sees nothing else of the event.</summary>
    public static string Sentence(CampaignEvent happened, CampaignSpec spec)
    {
        var (text, _) = Of(happened, spec);
        return happened switch
        {
            CampaignStarted e => $"campaign {spec.Name} started as run {e.Run}",
            CampaignOpened e => $"campaign {spec.Name} taken up by {e.Host}, epoch {e.Epoch}",
            CampaignPaused => $"campaign {spec.Name} paused: {text}",
            CampaignResumed => $"campaign {spec.Name} goes on: {text}",
            CampaignSuspended => $"campaign {spec.Name} suspended: its host has let go of it",
            CampaignStopping => $"campaign {spec.Name} begins no further trial: {text}",
            CampaignDraining => $"campaign {spec.Name} begins no further step: {text}",
            CampaignAborting => $"campaign {spec.Name} is being aborted: {text}",
            CampaignCompleted => $"campaign {spec.Name} completed: {text}",
            CampaignAborted => $"campaign {spec.Name} aborted: {text}",
            CampaignFaulted => $"campaign {spec.Name} cannot go on: {text}",
            BatchProposed => text.Length > 0 ? $"proposed {text}" : "nothing left to propose",
            Retrained => $"model: {text}",
            AlarmRaised e => $"alarm, {Spaced(e.Alarm.Kind)}: {text}",
            AlarmEnded => $"no longer: {text}",
            MessageQuarantined => $"a message is not believed, {text}",
            _ => text,
        };
    }

    private static (string Text, bool Trouble) Words(CampaignEvent happened, CampaignSpec spec) => happened switch
    {
        CampaignStarted e => ($"run {e.Run}", false),
        CampaignOpened e => ($"opening {e.Epoch} by {e.Host}", e.Epoch > 1),
        BatchProposed e => (string.Join("; ", e.Trials.Select(trial => Proposed(trial.Trial, trial.Proposed))) + Instead(e.By), e.By?.FellBack is not null),
        StepDispatched e => ($"trial {e.Id.Trial} {e.Id.Step} → {e.Instrument}{Attempt(e.Id)}", false),
        StepAccepted e => ($"trial {e.Id.Trial} {e.Id.Step} accepted", false),
        StepSucceeded e => ($"trial {e.Id.Trial} {e.Id.Step} done{(e.Late ? " (late)" : "")}", false),
        StepFailed e => ($"trial {e.Id.Trial} {e.Id.Step} failed ({Word(e.Kind)}), sample {Word(e.Sample)}: {e.Message}", true),
        StepIndeterminate e => ($"trial {e.Id.Trial} {e.Id.Step} may or may not have happened: {e.Reason}", true),
        StepClosed e => ($"trial {e.Id.Trial} {e.Id.Step} closed", false),
        ObservationRecorded e => ($"trial {e.Trial}: {Measured(e.Values, spec)}", false),
        WindowMissed e => ($"trial {e.Trial} {e.Step} did not begin by {e.Until:u}{(e.Policy == MissedWindow.Proceed ? "; it is done late" : "")}", true),
        StockShort e => ($"trial {e.Id.Trial} {e.Id.Step} waits for a person: {e.Reason}", true),
        PersonAsked e => ($"trial {e.Trial} {e.Step} waits for a person's approval until {e.Deadline:u}, else {(e.Otherwise ? "approved" : "rejected")}", true),
        PersonAnswered e => ($"trial {e.Trial} {e.Step} {(e.Approved ? "approved" : "rejected")}: {e.Reason}", !e.InTime),
        TrialFailed e => ($"trial {e.Trial} failed: {e.Reason}", true),
        Retrained e => ((e.Model is { } model ? Model(model) : "too little to fit") + Instead(e.By), e.By?.FellBack is not null),
        AlarmRaised e => (e.Alarm.Text, true),
        AlarmEnded e => ($"{Spaced(e.Kind)}{(e.Objective is { } objective ? $" of {objective}" : "")}, standing since trial {e.Since}", false),
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

    /// <summary>The surrogate in a line, with the alarms that stand.</summary>
    public static string Model(ModelSummary model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var alarms = model.Alarms is { Count: > 0 } standing ? $"; alarms: {string.Join("; ", standing.Select(alarm => alarm.Text))}" : "";
        return $"{model.Name} on {model.Observations} observations{alarms}";
    }

    /// <summary>An alarm's kind as a person says it.</summary>
    public static string Spaced(AlarmKind kind) => kind switch
    {
        AlarmKind.Exploitation => "exploitation of the surrogate",
        AlarmKind.DiversityCollapse => "collapse of diversity",
        _ => "distribution shift",
    };

    /// <summary>Four significant digits.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Objectives with their values and units.</summary>
    public static string Measured(IReadOnlyDictionary<string, double> values, CampaignSpec spec)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(spec);
        return string.Join(
            ", ",
            spec.Objectives.Select(objective => $"{objective.Name} = {Number(values[objective.Name])}{Unit(objective.Unit)}")
                .Concat((spec.Limits ?? []).Where(limit => !limit.Holds(values[limit.Output])).Select(limit => $"misses {limit} with {Number(values[limit.Output])}")));
    }

    /// <summary>The unit with a space before it, or nothing.</summary>
    public static string Unit(string? unit) => unit is null ? "" : $" {unit}";

    /// <summary>A candidate in a line.</summary>
    public static string Values(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return string.Join(", ", candidate.Values.Select(pair => $"{pair.Key} {(pair.Value.IsNumber ? Number(pair.Value.Number) : pair.Value.Text)}"));
    }

    private static string Word<T>(T value)
        where T : struct, Enum => $"{value}".ToLowerInvariant();

    private static string Proposed(int trial, ProposedCandidate proposed) =>
        $"trial {trial}{(proposed.Source is { } source ? $" at {source}" : "")} ({proposed.Origin}): {Values(proposed.Candidate)}{Expected(proposed)}";

    private static string Instead(PlannedBy? by) => by?.FellBack is { } reason ? $"; by the built-in planner, as '{by.Planner}' {reason}" : "";

    private static string Expected(ProposedCandidate proposed) =>
        proposed.Predictions.Count == 0
            ? ""
            : $", expects {string.Join(", ", proposed.Predictions.Select(p => $"{p.Objective} {Number(p.Mean)} ± {Number(p.StandardDeviation)}"))}";

    private static string Attempt(DispatchId id) => id.Attempt == 1 ? "" : $" (attempt {id.Attempt})";
}
