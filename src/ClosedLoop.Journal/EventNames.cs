using ClosedLoop.Campaigns;

namespace ClosedLoop.Journal;

/// <summary>The journal's names of events, in one place because they are a file format.</summary>
internal static class EventNames
{
    /// <summary>Version that is written; readers take older ones.</summary>
    public const int Version = 1;

    private static readonly JournalJson Json = JournalJson.Default;

    public static EventCodec<CampaignEvent> Campaign { get; } = new(
    [
        ("started", Json.CampaignStarted),
        ("opened", Json.CampaignOpened),
        ("batchProposed", Json.BatchProposed),
        ("stepDispatched", Json.StepDispatched),
        ("stepAccepted", Json.StepAccepted),
        ("stepSucceeded", Json.StepSucceeded),
        ("stepFailed", Json.StepFailed),
        ("stepIndeterminate", Json.StepIndeterminate),
        ("stepClosed", Json.StepClosed),
        ("windowMissed", Json.WindowMissed),
        ("stockShort", Json.StockShort),
        ("personAsked", Json.PersonAsked),
        ("personAnswered", Json.PersonAnswered),
        ("requestWithdrawn", Json.RequestWithdrawn),
        ("observationRecorded", Json.ObservationRecorded),
        ("trialFailed", Json.TrialFailed),
        ("retrained", Json.Retrained),
        ("alarmRaised", Json.AlarmRaised),
        ("alarmEnded", Json.AlarmEnded),
        ("messageQuarantined", Json.MessageQuarantined),
        ("paused", Json.CampaignPaused),
        ("resumed", Json.CampaignResumed),
        ("stopping", Json.CampaignStopping),
        ("aborting", Json.CampaignAborting),
        ("draining", Json.CampaignDraining),
        ("suspended", Json.CampaignSuspended),
        ("faulted", Json.CampaignFaulted),
        ("completed", Json.CampaignCompleted),
        ("aborted", Json.CampaignAborted),
    ]);

    public static EventCodec<LabEvent> Lab { get; } = new(
    [
        ("granted", Json.StepGranted),
        ("released", Json.PlaceReleased),
        ("stockCounted", Json.StockCounted),
        ("strayMessageKept", Json.StrayMessageKept),
    ]);
}
