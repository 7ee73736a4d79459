using System.Text.Json;
using ClosedLoop.Campaigns;

namespace ClosedLoop.Journal.Tests;

public class EventCodecTests
{
    /// <summary>A file format: a name that was written once is read for ever. Add lines; change none.</summary>
    private static readonly string[] Names =
    [
        "CampaignStarted started", "CampaignOpened opened", "BatchProposed batchProposed", "StepDispatched stepDispatched", "StepAccepted stepAccepted",
        "StepSucceeded stepSucceeded", "StepFailed stepFailed", "StepIndeterminate stepIndeterminate", "StepClosed stepClosed",
        "ObservationRecorded observationRecorded", "TrialFailed trialFailed", "Retrained retrained", "MessageQuarantined messageQuarantined",
        "CampaignPaused paused", "CampaignResumed resumed", "CampaignStopping stopping", "CampaignAborting aborting", "CampaignDraining draining",
        "CampaignSuspended suspended", "CampaignFaulted faulted", "CampaignCompleted completed", "CampaignAborted aborted",
        "AlarmRaised alarmRaised", "AlarmEnded alarmEnded", "WindowMissed windowMissed",
        "StockShort stockShort", "PersonAsked personAsked", "PersonAnswered personAnswered", "RequestWithdrawn requestWithdrawn",
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Examples.Events.Count)];

    public static TheoryData<int> SparseIndices => [.. Enumerable.Range(0, Examples.Sparse.Count)];

    [Fact]
    public void Names_AreThoseOfTheFormat() =>
        Examples.Events.Concat(Examples.Later).Select(happened => $"{happened.GetType().Name} {EventNames.Campaign.Write(happened).Type}").Distinct().ShouldBe(Names);

    [Fact]
    public void LabNames_AreThoseOfTheFormat() => Examples.LabEvents.Concat(Examples.LaterLabEvents).Select(happened => EventNames.Lab.Write(happened).Type).Distinct().ShouldBe(["granted", "released", "strayMessageKept", "stockCounted"]);

    [Fact]
    public void EveryEvent_HasANameAndAnExample()
    {
        var all = typeof(CampaignEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CampaignEvent))).ToList();
        EventNames.Campaign.Types.ShouldBe(all, ignoreOrder: true);
        Examples.Events.Concat(Examples.Later).Select(happened => happened.GetType()).Distinct().ShouldBe(all, ignoreOrder: true);
        EventNames.Lab.Types.ShouldBe(typeof(LabEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LabEvent))), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Event_ReadsBackAsItWas(int index) => ReadsBack(Examples.Events[index]);

    [Theory]
    [MemberData(nameof(SparseIndices))]
    public void Event_WithoutWhatMayBeMissing_ReadsBackAsItWas(int index) => ReadsBack(Examples.Sparse[index]);

    [Fact]
    public void LaterEvent_ReadsBackAsItWas()
    {
        foreach (var happened in Examples.Later)
        {
            ReadsBack(happened);
        }
    }

    [Fact]
    public void LabEvent_ReadsBackAsItWas()
    {
        var full = new StepGranted(Examples.Id, "oven", "L1", false) { At = Examples.At, ExpectedSeconds = 90.5, Priority = 2, Since = Examples.At, SetUpFor = "argon", Keeps = true };
        foreach (var happened in Examples.LabEvents.Concat(Examples.LaterLabEvents).Append(full))
        {
            var (type, json) = EventNames.Lab.Write(happened);
            (EventNames.Lab.Read(type, json) with { At = happened.At }).ShouldBe(happened);
        }
    }

    /// <summary>The time stands in the journal's line, once.</summary>
    [Fact]
    public void EventJson_DoesNotHoldTheTime() => JsonDocument.Parse(EventNames.Campaign.Write(Examples.Events[1]).Json).RootElement.TryGetProperty("at", out _).ShouldBeFalse();

    [Fact]
    public void UnknownType_IsRefusedByName() =>
        Should.Throw<JsonException>(() => EventNames.Campaign.Read("stepTeleported", "{}"u8)).Message.ShouldBe("unknown event type 'stepTeleported'; was it written by a newer release?");

    private static void ReadsBack(CampaignEvent happened)
    {
        var (type, json) = EventNames.Campaign.Write(happened);
        var read = EventNames.Campaign.Read(type, json) with { At = happened.At };
        Same.AsTold(read, happened);
        EventNames.Campaign.Write(read).Json.ShouldBe(json);
    }
}
