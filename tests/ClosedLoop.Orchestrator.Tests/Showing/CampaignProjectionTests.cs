using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Orchestrator.Tests;

public sealed class CampaignProjectionTests : IAsyncDisposable
{
    private readonly PumpedContext _loop = new();
    private readonly RecordingBus _bus = new([]);
    private readonly CampaignProjection _projection;
    private CampaignState _state = CampaignState.Empty;

    public CampaignProjectionTests() => _projection = new CampaignProjection(_bus);

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public void Topics_AreStateTrialsBestModelAndEvents()
    {
        Show();
        Tell(new CampaignStarted("one-0001", Samples.Spec, "5bec"), new CampaignOpened(1, "host", ".NET 10", 256), Batch(0.25));
        Tell(
            new StepDispatched(Id, "rig", "L1", true, "c0de", new Dictionary<string, ParameterValue> { ["x"] = 0.25 }, Samples.At.AddMinutes(10)),
            new StepSucceeded(Id, new Dictionary<string, ParameterValue> { ["y"] = 4.5 }, Samples.At, Samples.At, [], false),
            new ObservationRecorded(1, new Dictionary<string, double> { ["y"] = 4.5 }, "experiment", false));
        Tell(new Retrained(_state.DataHash, new ModelSummary("gp", "m0de1", 1, new Dictionary<string, double> { ["y.noise"] = 0.5 }, new Dictionary<string, double>())));
        _bus.Shown.Select(shown => $"{shown.Topic}{(shown.Retained ? " retained" : "")}").ShouldBe(
        [
            "one/event/campaignStarted", "one/event/campaignOpened", "one/event/batchProposed", "one/trial/1 retained", "one/state retained",
            "one/event/stepDispatched", "one/event/stepSucceeded", "one/event/observationRecorded", "one/trial/1 retained", "one/state retained", "one/best retained",
            "one/event/retrained", "one/state retained", "one/model retained",
        ]);
    }

    [Fact]
    public void Json_IsWhatOperatorsKnow()
    {
        Show();
        Tell(new CampaignStarted("one-0001", Samples.Spec, "5bec"), new CampaignOpened(1, "host", ".NET 10", 256), Batch(0.25));
        Tell(
            new StepDispatched(Id, "rig", "L1", true, "c0de", new Dictionary<string, ParameterValue> { ["x"] = 0.25 }, Samples.At.AddMinutes(10)),
            new StepFailed(Id, FailureKind.Error, SampleFate.Altered, "broke"),
            new TrialFailed(1, "measure: broke", FailurePolicy.Skip));
        Last("one/event/stepFailed").ShouldBe(
            """{"text":"trial 1 measure failed (error), sample altered: broke","event":"stepFailed","at":"2026-03-01T20:00:00Z","trial":1,"dispatch":"one-0001.1.measure.1"}""");
        Last("one/event/campaignOpened").ShouldBe(
            """{"text":"campaign one taken up by host, epoch 1","event":"campaignOpened","at":"2026-03-01T20:00:00Z"}""");
        Last("one/trial/1").ShouldBe(
            """{"text":"trial 1 (x 0.25): failed, measure: broke","trial":1,"status":"failed","candidate":{"x":0.25},"predictions":[],"origin":"sobol","step":"measure","instrument":"rig","reason":"measure: broke"}""");
        Last("one/state").ShouldBe(
            """{"text":"retraining: 0 of 3 trials observed, 1 failed","run":"one-0001","phase":"retraining","epoch":1,"trialsObserved":0,"trialsFailed":1,"trialsQuarantined":0,"trialsInFlight":0,"trialsBudget":3,"spent":0,"""
            + "\"quarantinedMessages\":0,\"startedAt\":\"2026-03-01T20:00:00Z\",\"at\":\"2026-03-01T20:00:00Z\",\"headHash\":\"head\"}");
    }

    [Fact]
    public void State_WhileTheDiskFails_SaysSo_UntilTheRunGoesOn()
    {
        Show();
        Tell(new CampaignStarted("one-0001", Samples.Spec, "5bec"), new CampaignOpened(1, "host", ".NET 10", 256), Batch(0.25));
        _loop.Run(() => _projection.Interrupted("one", new Interruption("no space left", Samples.At.AddSeconds(10))));
        var fault = "its disk has failed: no space left; it is opened again at 20:00:10 UTC";
        Last("one/state").ShouldContain($"; {fault}\",");
        Last("one/state").ShouldContain($"\"fault\":\"{fault}\"");

        Tell(new CampaignOpened(2, "host", ".NET 10", 256));
        Last("one/state").ShouldNotContain("fault");
    }

    [Fact]
    public void Alarm_IsAnEventAndStandsInTheModel()
    {
        Show();
        var alarm = new ModelAlarm(AlarmKind.DistributionShift, "y", 7, "y: results drift");
        var model = new ModelSummary("gp", "m0de1", 9, new Dictionary<string, double>(), new Dictionary<string, double>())
        {
            Importances = [new("y", "x", 1, 0.75, 0.875)],
            Alarms = [alarm],
        };
        Tell(new CampaignStarted("one-0001", Samples.Spec, "5bec"), Batch(0.25));
        Tell(new Retrained(_state.DataHash, model), new AlarmRaised(alarm));
        Last("one/event/alarmRaised").ShouldBe("""{"text":"alarm, distribution shift: y: results drift","event":"alarmRaised","at":"2026-03-01T20:00:00Z"}""");
        Last("one/model").ShouldBe(
            """{"text":"gp on 9 observations; alarms: y: results drift","name":"gp","hash":"m0de1","observations":9,"hyperParameters":{},"diagnostics":{},"""
            + "\"importances\":" + """[{"objective":"y","parameter":"x","relevance":1,"first":0.75,"total":0.875}],"""
            + "\"alarms\":" + """[{"kind":"distributionShift","objective":"y","since":7,"text":"y: results drift"}]}""");
        Tell(new AlarmEnded(AlarmKind.DistributionShift, "y", 7));
        Last("one/event/alarmEnded").ShouldContain("no longer: distribution shift of y, standing since trial 7");
    }

    [Fact]
    public void Bookkeeping_OfADispatch_IsNotShown_AndTheLastHeadHashIs()
    {
        var showing = Show();
        Tell(new CampaignStarted("one-0001", Samples.Spec, "5bec"), Batch(0.25));
        Tell(new StepDispatched(Id, "rig", "L1", true, "c0de", new Dictionary<string, ParameterValue> { ["x"] = 0.25 }, Samples.At.AddMinutes(10)));
        var before = _bus.Shown.Count;
        Tell(new StepAccepted(Id));
        _bus.Shown.Count.ShouldBe(before);
        _loop.Run(_projection.Complete);
        showing.IsCompletedSuccessfully.ShouldBeTrue();
        _bus.Shown.Skip(before).Select(shown => shown.Topic).ShouldBe(["one/state"]);
    }

    [Fact]
    public void BestAndModel_ThatStayTheSame_AreShownAgainAfterAMinute()
    {
        Show();
        Tell(new CampaignStarted("one-0001", Samples.Spec, "5bec"), Batch(0.25));
        Tell(
            new StepDispatched(Id, "rig", "L1", true, "c0de", new Dictionary<string, ParameterValue> { ["x"] = 0.25 }, Samples.At.AddMinutes(10)),
            new ObservationRecorded(1, new Dictionary<string, double> { ["y"] = 4.5 }, "experiment", false));
        Tell(new CampaignPaused("a"));
        _bus.Shown.Count(shown => shown.Topic == "one/best").ShouldBe(1);
        Tell(Samples.At.AddMinutes(1), new CampaignResumed("b"));
        _bus.Shown.Count(shown => shown.Topic == "one/best").ShouldBe(2);
    }

    [Fact]
    public void BrokerThatHangs_DoesNotHoldTheLoopUp()
    {
        _bus.Hanging = new TaskCompletionSource();
        Show();
        Tell(new CampaignStarted("one-0001", Samples.Spec, "5bec"), new CampaignOpened(1, "host", ".NET 10", 256));
        for (var i = 0; i < 5000; i++)
        {
            Tell(new MessageQuarantined("rig", null, "not JSON", "{"));
        }

        _bus.Shown.ShouldBeEmpty();
        _loop.Run(_bus.Hanging.SetResult);
        _bus.Shown.Count.ShouldBeLessThan(1200, "what is older than the queue is left out");
        Last("one/state").ShouldContain("\"quarantinedMessages\":5000");
    }

    [Fact]
    public void Completion_ShowsEverythingAndEnds()
    {
        var showing = Show();
        Tell(new CampaignStarted("one-0001", Samples.Spec, "5bec"), new CampaignOpened(1, "host", ".NET 10", 256));
        showing.IsCompleted.ShouldBeFalse();
        _loop.Run(_projection.Complete);
        showing.IsCompletedSuccessfully.ShouldBeTrue();
        _bus.Shown[^1].Topic.ShouldBe("one/state");
    }

    private static DispatchId Id => new("one-0001", 1, "measure", 1);

    private static BatchProposed Batch(double x) => new(1, 17, "", null, [], [new ProposedTrial(1, Samples.Proposed(x))]);

    private string Last(string topic) => _bus.Shown.Last(shown => shown.Topic == topic).Json;

    private Task Show()
    {
        Task showing = null!;
        _loop.Run(() => showing = _projection.RunAsync(CancellationToken.None));
        return showing;
    }

    private void Tell(params CampaignEvent[] events) => Tell(Samples.At, events);

    private void Tell(DateTimeOffset at, params CampaignEvent[] events)
    {
        CampaignEvent[] dated = [.. events.Select(happened => happened with { At = at })];
        _state = dated.Aggregate(_state, CampaignLoop.Evolve);
        _loop.Run(() => _projection.Happened(_state, dated, "head"));
    }
}
