using System.Globalization;
using ClosedLoop.Campaigns;

namespace ClosedLoop.Orchestrator;

/// <summary>One event, for operators: what, when and about which trial or dispatch. The journal has the rest.</summary>
internal sealed record EventPicture(string Event, DateTimeOffset At, int? Trial, string? Dispatch, string? Text)
{
    /// <summary>The event's type, camel-cased: part of the topic.</summary>
    public static string Kind(CampaignEvent happened)
    {
        var name = happened.GetType().Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    public static EventPicture Of(CampaignEvent happened) => new(Kind(happened), happened.At, Trials(happened).Cast<int?>().FirstOrDefault(), DispatchOf(happened), TextOf(happened));

    /// <summary>The trials that an event changes.</summary>
    public static IEnumerable<int> Trials(CampaignEvent happened) => happened switch
    {
        BatchProposed e => e.Trials.Select(trial => trial.Trial),
        StepDispatched e => [e.Id.Trial],
        StepAccepted e => [e.Id.Trial],
        StepSucceeded e => [e.Id.Trial],
        StepFailed e => [e.Id.Trial],
        StepIndeterminate e => [e.Id.Trial],
        ObservationRecorded e => [e.Trial],
        TrialFailed e => [e.Trial],
        _ => [],
    };

    private static string? DispatchOf(CampaignEvent happened) => happened switch
    {
        StepDispatched e => e.Id.ToString(),
        StepAccepted e => e.Id.ToString(),
        StepSucceeded e => e.Id.ToString(),
        StepFailed e => e.Id.ToString(),
        StepIndeterminate e => e.Id.ToString(),
        StepClosed e => e.Id.ToString(),
        MessageQuarantined e => e.Dispatch,
        _ => null,
    };

    private static string? TextOf(CampaignEvent happened) => happened switch
    {
        StepDispatched e => e.Instrument,
        StepFailed e => e.Message,
        StepIndeterminate e => e.Reason,
        TrialFailed e => e.Reason,
        MessageQuarantined e => e.Reason,
        ObservationRecorded e => string.Join(", ", e.Values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Key} = {value.Value:G6}"))),
        BatchProposed { Trials: [] } => "nothing: the search space is exhausted",
        BatchProposed { Trials.Count: > 1 } e => $"trials {string.Join(", ", e.Trials.Select(trial => trial.Trial))}",
        CampaignPaused e => e.Reason,
        CampaignResumed e => e.Reason,
        CampaignStopping e => e.Reason,
        CampaignAborting e => e.Reason,
        CampaignDraining e => e.Reason,
        CampaignFaulted e => e.Reason,
        CampaignCompleted e => e.Reason,
        CampaignAborted e => e.Reason,
        _ => null,
    };
}
