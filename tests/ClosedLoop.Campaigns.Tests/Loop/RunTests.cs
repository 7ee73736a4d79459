namespace ClosedLoop.Campaigns.Tests;

public class RunTests
{
    [Fact]
    public void Start_OfANewRun_HoldsTheWholeSpecification() =>
        Story.Unborn().When(at => new StartCampaign(at, "run-1", Specs.One, "5bec")).Then(new CampaignStarted("run-1", Specs.One, "5bec"));

    [Fact]
    public void Start_OfAStartedRun_IsADefect() =>
        Should.Throw<InvalidOperationException>(() => Story.Of(Specs.One).When(at => new StartCampaign(at, "run-2", Specs.One, "5bec"))).Message.ShouldContain(Story.Run);

    [Fact]
    public void Open_BeforeTheStart_IsADefect() => Should.Throw<InvalidOperationException>(() => Story.Unborn().Open());

    [Fact]
    public void Open_EachTime_RaisesTheEpoch()
    {
        var story = Story.Of(Specs.One).Then(new CampaignOpened(1, "host", ".NET 10", 256));
        story.Open().Then(new CampaignOpened(2, "host", ".NET 10", 256));
        story.State.Epoch.ShouldBe(2);
    }

    [Fact]
    public void Pause_StopsNewStepsAndProposals_UntilResumed()
    {
        var story = Story.Of(Specs.One.WithBatch(Domain.BatchMode.Asynchronous, 2)).Propose(0.1, 0.2).Place(1);
        story.Steer(SteeringOrder.Pause, "lunch").Then(new CampaignPaused("lunch"));
        story.Work.ShouldNotContain(work => work is CampaignWork.Place);
        story.Place(2).ThenNothing();
        story.Measure(1, 5).Retrain();
        story.Work.ShouldNotContain(work => work is CampaignWork.Propose);
        story.Steer(SteeringOrder.Pause).ThenNothing();
        story.Steer(SteeringOrder.Resume, "back").Then(new CampaignResumed("back"));
        story.Work.ShouldContain(work => work is CampaignWork.Place);
        story.Work.ShouldContain(work => work is CampaignWork.Propose);
        story.Steer(SteeringOrder.Resume).ThenNothing();
    }

    [Fact]
    public void Stop_LetsTrialsInFlightEnd_ThenCompletes()
    {
        var story = Story.Of(Specs.One).Propose(0.1).Place(1).Steer(SteeringOrder.Stop, "enough").Then(new CampaignStopping("enough"));
        story.Steer(SteeringOrder.Stop).ThenNothing();
        story.Measure(1, 5);
        story.Last.ShouldNotContain(happened => happened is CampaignCompleted, "the surrogate has not seen the last observation");
        story.Retrain().Then(new Retrained(story.State.DataHash, null), new CampaignCompleted("enough", 1));
        story.State.EndedAt.ShouldBe(story.Now);
    }

    [Fact]
    public void Stop_WithoutAnyTrial_CompletesAtOnce() =>
        Story.Of(Specs.One).Steer(SteeringOrder.Stop, "never mind").Then(new CampaignStopping("never mind"), new CampaignCompleted("never mind", null));

    [Fact]
    public void Stop_OfATrialWithStepsToCome_FinishesThem()
    {
        var story = Story.Of(Specs.Three).Propose(0.1).Place(1, "mix").Steer(SteeringOrder.Stop).Deliver(1, "mix", 1, ("vial", "A1"), ("mass", 2));
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, "anneal"), "heat"));
    }

    [Fact]
    public void Abort_CancelsWhatRuns_ThenEnds()
    {
        var story = Story.Of(Specs.One.WithBatch(Domain.BatchMode.Asynchronous, 2)).Propose(0.1, 0.2).Place(1).Accept(1);
        story.Steer(SteeringOrder.Abort, "smoke").Then(new CampaignAborting("smoke"), new TrialFailed(2, "aborted", Domain.FailurePolicy.Skip));
        story.Work.ShouldContain(new CampaignWork.Cancel(Story.Id(1)));
        story.Work.ShouldNotContain(work => work is CampaignWork.Place || work is CampaignWork.Propose);
        var cancelled = new DispatchAnswer.Failed(Domain.FailureKind.Cancelled, Domain.SampleFate.Untouched, "cancelled");
        story.Answer(Story.Id(1), cancelled).Then(
            new StepFailed(Story.Id(1), Domain.FailureKind.Cancelled, Domain.SampleFate.Untouched, "cancelled"),
            new TrialFailed(1, "aborted", Domain.FailurePolicy.Skip),
            new CampaignAborted("smoke"));
        story.Steer(SteeringOrder.Abort).ThenNothing();
        story.Steer(SteeringOrder.Pause).ThenNothing();
    }

    [Fact]
    public void Abort_WithNothingRunning_EndsAtOnce() =>
        Story.Of(Specs.One).Steer(SteeringOrder.Abort, "no").Then(new CampaignAborting("no"), new CampaignAborted("no"));

    [Fact]
    public void Drain_WithNothingRunning_SuspendsAtOnce() =>
        Story.Of(Specs.One).Propose(0.1).Steer(SteeringOrder.Drain, "update").Then(new CampaignDraining("update"), new CampaignSuspended());

    [Fact]
    public void Drain_WithARunningStep_WaitsForItsEnd_AndReopeningGoesOn()
    {
        var story = Story.Of(Specs.Three).Propose(0.1).Place(1, "mix").Accept(1, "mix").Steer(SteeringOrder.Drain, "update").Then(new CampaignDraining("update"));
        story.Steer(SteeringOrder.Drain).ThenNothing();
        story.Deliver(1, "mix", 1, ("vial", "A1"), ("mass", 2));
        story.Last[^1].ShouldBeOfType<CampaignSuspended>();
        story.Work.ShouldContain(new CampaignWork.Finish());
        story.Work.ShouldNotContain(work => work is CampaignWork.Place);
        story.Open().Then(new CampaignOpened(2, "host", ".NET 10", 256));
        story.State.Suspended.ShouldBeFalse();
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, "anneal"), "heat"));
    }

    [Fact]
    public void Fault_StopsTheLoop_UntilReopened()
    {
        var story = Story.Of(Specs.One).When(at => new FaultCampaign(at, "the optimizer failed")).Then(new CampaignFaulted("the optimizer failed"));
        story.Work.ShouldBe([new CampaignWork.Finish()]);
        story.Propose(0.1).ThenNothing();
        story.Open();
        story.State.Fault.ShouldBeNull();
        story.Work.ShouldContain(work => work is CampaignWork.Propose);
    }

    [Fact]
    public void Fault_AfterTheEnd_IsNone()
    {
        var story = Story.Of(Specs.One).Steer(SteeringOrder.Stop).When(at => new FaultCampaign(at, "late")).ThenNothing();
        PhaseTable.Of(story.State).ShouldBe(CampaignPhase.Completed);
    }

    [Fact]
    public void QuarantineMessage_IsKeptAndChangesNothingElse()
    {
        var story = Story.Of(Specs.One).When(at => new QuarantineMessage(at, "rig", "some.1.id.1", "not JSON", "{{")).Then(new MessageQuarantined("rig", "some.1.id.1", "not JSON", "{{"));
        story.State.QuarantinedMessages.ShouldBe(1);
    }

    [Fact]
    public void Command_OfUnknownKind_IsADefect() => Should.Throw<InvalidOperationException>(() => Story.Of(Specs.One).When(at => new Unheard(at)));

    [Fact]
    public void Event_OfUnknownKind_IsADefect() => Should.Throw<InvalidOperationException>(() => CampaignLoop.Evolve(CampaignState.Empty, new Unthinkable()));

    private sealed record Unheard(DateTimeOffset At) : CampaignCommand(At);

    private sealed record Unthinkable : CampaignEvent;
}
