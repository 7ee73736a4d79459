using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class ResultTests
{
    [Fact]
    public void Result_OfTheLastStep_IsAnObservation()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Measure(1, 4.5);
        story.Then(
            new StepSucceeded(Story.Id(1), new Dictionary<string, ParameterValue> { ["y"] = 4.5 }, Story.Beginning, Story.Beginning, [], false),
            new ObservationRecorded(1, new Dictionary<string, double> { ["y"] = 4.5 }, "experiment", false));
        story.State.Observed.Single().Values.ShouldBe([4.5]);
        story.Work.ShouldContain(new CampaignWork.Close(Story.Id(1)));
    }

    [Fact]
    public void Result_WithoutAcceptanceBefore_Counts() => Story.Of(Specs.One).Propose(0.25).Place(1).Measure(1, 1).State.Trials[1].Status.ShouldBe(TrialStatus.Observed);

    [Fact]
    public void Result_ThatComesTwice_CountsOnce() => Story.Of(Specs.One).Propose(0.25).Place(1).Measure(1, 1).Measure(1, 1).ThenNothing();

    [Fact]
    public void Result_ThatSaysSomethingElseTheSecondTime_IsQuarantined()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Measure(1, 1).Measure(1, 2);
        story.Then(new MessageQuarantined("rig", Story.Id(1).ToString(), "another result of a dispatch that has one already", "y=2"));
        story.State.Observed.Single().Values.ShouldBe([1]);
    }

    [Fact]
    public void Observation_HoldsTheObjectives_AndNoOtherOutput()
    {
        var two = Specs.Three with { Objectives = [new Objective { Name = "y", Goal = Goal.Minimize }, new Objective { Name = "mass", Goal = Goal.Maximize }] };
        var story = Story.Of(two).Propose(0.25).Place(1, "mix").Deliver(1, "mix", 1, ("vial", "A1"), ("mass", 2.5)).Place(1, "anneal").Deliver(1, "anneal", 1).Place(1);
        story.Deliver(1, "measure", 1, ("y", 3), ("noise", 9));
        Told.Of(story.Last[^1]).ShouldBe(Told.Of(new ObservationRecorded(1, new Dictionary<string, double> { ["y"] = 3, ["mass"] = 2.5 }, "experiment", false)));
        story.State.Observed.Single().Values.ShouldBe([3, 2.5]);
    }

    public static TheoryData<string, ParameterValue, string> Unbelievable => new()
    {
        { "z", 1.0, "the result lacks 'y'" },
        { "y", "NaN", "y is 'NaN', not a number" },
        { "y", "", "y is '', not a number" },
        { "y", double.NaN, "y is NaN, not a finite number" },
        { "y", double.NegativeInfinity, "y is -Infinity, not a finite number" },
        { "y", -1.0, "y = -1 is below its plausible range (from 0)" },
        { "y", 101.0, "y = 101 is above its plausible range (to 100)" },
    };

    [Theory]
    [MemberData(nameof(Unbelievable))]
    public void Result_ThatCannotBeBelieved_IsQuarantinedAndEndsTheTrial(string output, ParameterValue value, string reason)
    {
        var spec = Specs.One with { Objectives = [new Objective { Name = "y", Goal = Goal.Minimize, PlausibleLower = 0, PlausibleUpper = 100 }] };
        Story.Of(spec).Propose(0.25).Place(1).Deliver(1, "measure", 1, (output, value)).Then(
            new MessageQuarantined("rig", Story.Id(1).ToString(), reason, $"{output}={value}"),
            new StepFailed(Story.Id(1), FailureKind.Invalid, SampleFate.Altered, reason),
            new TrialFailed(1, $"measure: {reason}", FailurePolicy.Skip));
    }

    /// <summary>The journal's JSON has no infinity: a result that holds one, in whatever output, must not reach it.</summary>
    [Theory]
    [InlineData("mass")]
    [InlineData("extra")]
    public void Result_WithAnInfiniteNumberThatIsNoObjective_IsQuarantinedToo(string output)
    {
        var story = Story.Of(Specs.Three).Propose(0.25).Place(1, "mix");
        story.Answer(Story.Id(1, "mix"), Story.Result([.. new (string, ParameterValue)[] { ("vial", "A1"), ("mass", 1) }.Where(o => o.Item1 != output), (output, double.PositiveInfinity)]));
        story.Last.Select(happened => happened.GetType()).ShouldBe([typeof(MessageQuarantined), typeof(StepFailed), typeof(TrialFailed)]);
        ((StepFailed)story.Last[1]).Message.ShouldBe($"{output} is Infinity, not a finite number");
    }

    [Fact]
    public void InvalidResult_ThatComesAgain_IsNotReportedAgain() =>
        Story.Of(Specs.One).Propose(0.25).Place(1).Deliver(1, "measure", 1).Deliver(1, "measure", 1).ThenNothing();

    [Fact]
    public void InvalidResult_OfARepeatableStep_IsAttemptedAgain()
    {
        var story = Story.Of(Specs.One.WithStep(step => step with { Repeatable = true })).Propose(0.25).Place(1).Deliver(1, "measure", 1);
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, attempt: 2), "measure"));
    }

    [Fact]
    public void LongResult_ThatCannotBeBelieved_IsKeptAsABeginning()
    {
        var many = Enumerable.Range(0, 1000).Select(i => ($"output{i}", new ParameterValue(i))).ToArray();
        var quarantined = Story.Of(Specs.One).Propose(0.25).Place(1).Deliver(1, "measure", 1, many).Last.OfType<MessageQuarantined>().Single();
        quarantined.Excerpt.Split(", ").Length.ShouldBe(16);
    }

    [Fact]
    public void LateResult_OfAQuarantinedTrial_IsALateObservation()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Answer(Story.Id(1), new DispatchAnswer.Indeterminate("power cut")).After(60).Measure(1, 4.5);
        story.Then(
            new StepSucceeded(Story.Id(1), new Dictionary<string, ParameterValue> { ["y"] = 4.5 }, Story.Beginning, Story.Beginning, [], true),
            new ObservationRecorded(1, new Dictionary<string, double> { ["y"] = 4.5 }, "experiment", true));
        story.State.Trials[1].Status.ShouldBe(TrialStatus.Observed);
        story.State.Trials[1].Reason.ShouldBeNull();
    }

    [Fact]
    public void LateResult_OfAnEarlierStep_LetsTheTrialGoOn()
    {
        var story = Story.Of(Specs.Three).Propose(0.25).Place(1, "mix").Answer(Story.Id(1, "mix"), new DispatchAnswer.Indeterminate("power cut"));
        story.Deliver(1, "mix", 1, ("vial", "A1"), ("mass", 1));
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, "anneal"), "heat"));
        story.Place(1, "anneal").Deliver(1, "anneal", 1).Place(1).Measure(1, 2);
        story.Last.OfType<ObservationRecorded>().Single().Late.ShouldBeTrue();
    }

    [Fact]
    public void LateFailure_OfAQuarantinedTrial_IsWhatBecameOfIt()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Answer(Story.Id(1), new DispatchAnswer.Indeterminate("power cut")).Fail(1, SampleFate.Altered);
        story.State.Trials[1].Status.ShouldBe(TrialStatus.Failed);
    }

    [Fact]
    public void LateFailure_ThatLeftTheSampleUntouched_IsAttemptedAgain()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Answer(Story.Id(1), new DispatchAnswer.Indeterminate("power cut")).Fail(1, SampleFate.Untouched);
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, attempt: 2), "measure"));
    }

    /// <summary>A quarantined trial does not hold the end up; what it measured counts nevertheless.</summary>
    [Fact]
    public void LateResult_AfterTheEndOfTheCampaign_IsALateObservation()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Answer(Story.Id(1), new DispatchAnswer.Indeterminate("power cut")).Steer(SteeringOrder.Stop);
        story.State.Stage.ShouldBe(RunStage.Completed);
        story.Measure(1, 4.5).Last.OfType<ObservationRecorded>().Single().Late.ShouldBeTrue();
        story.State.Trials[1].Status.ShouldBe(TrialStatus.Observed);
        story.Work.ShouldBe([new CampaignWork.Close(Story.Id(1)), new CampaignWork.Finish()]);
        PhaseTable.Of(story.State).ShouldBe(CampaignPhase.Completed);
    }

    [Fact]
    public void LateResult_OfAnEarlierStep_AfterTheEnd_EndsItsTrial()
    {
        var story = Story.Of(Specs.Three).Propose(0.25).Place(1, "mix").Answer(Story.Id(1, "mix"), new DispatchAnswer.Indeterminate("power cut")).Steer(SteeringOrder.Abort);
        story.State.Stage.ShouldBe(RunStage.Aborted);
        story.Deliver(1, "mix", 1, ("vial", "A1"), ("mass", 1));
        story.Last[^1].ShouldBe(new TrialFailed(1, "the campaign has ended", FailurePolicy.Skip) { At = story.Now });
        story.State.InFlight.ShouldBeEmpty();
    }

    [Fact]
    public void Result_OfADispatchThatFailed_ContradictsAndIsQuarantined()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Fail(1, SampleFate.Altered).Measure(1, 3);
        var quarantined = story.Last.ShouldHaveSingleItem().ShouldBeOfType<MessageQuarantined>();
        quarantined.Reason.ShouldBe("a result of a dispatch that had failed (broke)");
        story.State.Observed.Single().Values.ShouldBeNull();
    }

    [Fact]
    public void Failure_OfADispatchThatSucceeded_ChangesNothing() => Story.Of(Specs.One).Propose(0.25).Place(1).Measure(1, 3).Fail(1, SampleFate.Unknown).ThenNothing();

    [Fact]
    public void Answer_OfAnotherInstrument_IsQuarantined()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Answer(Story.Id(1), Story.Result(("y", 1)), "other");
        story.Last.ShouldHaveSingleItem().ShouldBeOfType<MessageQuarantined>().Reason.ShouldBe("the dispatch went to rig");
        story.State.Trials[1].Status.ShouldBe(TrialStatus.InFlight);
    }

    [Theory]
    [InlineData(2, "measure", 1)]
    [InlineData(1, "measure", 2)]
    [InlineData(1, "other", 1)]
    public void Answer_AboutNoDispatchOfThisRun_IsQuarantined(int trial, string step, int attempt)
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Answer(Story.Id(trial, step, attempt), new DispatchAnswer.Accepted());
        story.Last.ShouldHaveSingleItem().ShouldBeOfType<MessageQuarantined>().Reason.ShouldBe("no such dispatch in this run");
    }

    [Fact]
    public void Answer_AboutAnotherRun_IsQuarantined() =>
        Story.Of(Specs.One).Propose(0.25).Place(1).Answer(Story.Id(1) with { Run = "copy" }, new DispatchAnswer.Accepted()).Last.ShouldHaveSingleItem().ShouldBeOfType<MessageQuarantined>();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Close_IsOwedUntilTheInstrumentHasClearedTheDispatch(bool forgets)
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Measure(1, 1).Retrain();
        story.Work.ShouldContain(new CampaignWork.Close(Story.Id(1)));
        story.Answer(Story.Id(1), forgets ? new DispatchAnswer.Unknown() : new DispatchAnswer.Closed()).Then(new StepClosed(Story.Id(1)));
        story.Work.ShouldNotContain(work => work is CampaignWork.Close);
        story.Answer(Story.Id(1), new DispatchAnswer.Closed()).ThenNothing();
    }

    [Fact]
    public void Closed_WhileADispatchIsOpen_IsNotBelieved() => Story.Of(Specs.One).Propose(0.25).Place(1).Accept(1).Answer(Story.Id(1), new DispatchAnswer.Closed()).ThenNothing();
}
