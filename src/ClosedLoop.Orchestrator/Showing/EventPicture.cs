using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>One event, for operators: what, when and about which trial or dispatch. The journal has the rest.</summary>
internal static class EventPicture
{
    /// <summary>Whether operators see the event: what only keeps the books of a dispatch would be noise.</summary>
    public static bool IsShown(CampaignEvent happened) => happened is not (StepAccepted or StepClosed or RequestWithdrawn);

    /// <summary>The event's type, camel-cased: part of the topic.</summary>
    public static string Kind(CampaignEvent happened)
    {
        var name = happened.GetType().Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    public static CampaignEventMessage Of(CampaignEvent happened, CampaignSpec spec) =>
        new(EventText.Sentence(happened, spec), Kind(happened), happened.At, Trials(happened).Cast<int?>().FirstOrDefault(), DispatchOf(happened));

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
        WindowMissed e => [e.Trial],
        StockShort e => [e.Id.Trial],
        PersonAsked e => [e.Trial],
        PersonAnswered e => [e.Trial],
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
}
