using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class DispatchTests
{
    [Fact]
    public void Placement_OfAnOwedStep_IsDecidedWithItsDeadline()
    {
        var story = Story.Of(Specs.One).Propose(0.25).After(3).Place(1);
        var inputs = new Dictionary<string, ParameterValue> { ["x"] = 0.25 };
        story.Then(new StepDispatched(Story.Id(1), "rig", "L1", true, "c0de", inputs, story.Now.AddMinutes(20)));
        story.Work.ShouldContain(new CampaignWork.Send(Story.Id(1)));
        story.Work.ShouldNotContain(work => work is CampaignWork.Place);
    }

    [Fact]
    public void Placement_ThatIsNotOwed_IsDropped()
    {
        var story = Story.Of(Specs.Three).Propose(0.25).Place(1, "mix");
        foreach (var id in new[] { Story.Id(1, "mix"), Story.Id(1, "mix", 2), Story.Id(1, "anneal") })
        {
            story.When(at => new PlaceStep(at, id, "rig", "L1", true, "c0de", new Dictionary<string, ParameterValue>())).ThenNothing();
        }
    }

    [Fact]
    public void Placement_OfAnEndedTrial_IsDropped()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Fail(1, SampleFate.Altered);
        story.Place(1, "measure", 2).ThenNothing();
    }

    [Fact]
    public void Acceptance_IsAFactOnce()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Accept(1).Then(new StepAccepted(Story.Id(1)));
        story.Accept(1).ThenNothing();
        story.Work.ShouldNotContain(work => work is CampaignWork.Send);
    }

    [Fact]
    public void Unknown_BeforeAcceptance_LeavesTheSameCommandOwed()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Answer(Story.Id(1), new DispatchAnswer.Unknown()).ThenNothing();
        story.Work.ShouldContain(new CampaignWork.Send(Story.Id(1)));
    }

    [Fact]
    public void Done_WithoutItsResult_ChangesNothing() => Story.Of(Specs.One).Propose(0.25).Place(1).Answer(Story.Id(1), new DispatchAnswer.Done()).ThenNothing();

    [Fact]
    public void Steps_AreOwedOneAfterTheOther_WithInputsFromCandidateOutputsAndConstants()
    {
        var story = Story.Of(Specs.Three).Propose(0.25);
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, "mix"), "mix"));
        Inputs(story, "mix").ShouldBe(["amount=0.25"]);

        story.Place(1, "mix").Deliver(1, "mix", 1, ("vial", "A1"), ("mass", 2.5), ("extra", 7));
        story.Last.Count.ShouldBe(1);
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, "anneal"), "heat"));
        Inputs(story, "anneal").ShouldBe(["gas=argon", "temperature=350", "vial=A1"]);

        story.Place(1, "anneal").Deliver(1, "anneal", 1);
        Inputs(story, "measure").ShouldBe(["dose=0.25", "vial=A1"]);

        story.Place(1).Measure(1, -4);
        story.Last[^1].ShouldBeOfType<ObservationRecorded>();
        story.State.Spent.ShouldBe(6);
    }

    [Fact]
    public void UntouchedFailure_IsAttemptedAgainUntilTheLastAttempt()
    {
        var story = Story.Of(Specs.One).Propose(0.25);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, attempt: attempt), "measure"));
            story.Place(1, attempt: attempt).Fail(1, SampleFate.Untouched, attempt: attempt);
        }

        story.Then(
            new StepFailed(Story.Id(1, attempt: 3), FailureKind.Error, SampleFate.Untouched, "broke"),
            new TrialFailed(1, "measure: broke (attempt 3 of 3)", FailurePolicy.Skip));
        story.State.Observed.Single().Values.ShouldBeNull();
    }

    [Theory]
    [InlineData(SampleFate.Altered)]
    [InlineData(SampleFate.Unknown)]
    public void Failure_ThatMayHaveTouchedTheSample_EndsTheTrial(SampleFate fate) => Story.Of(Specs.One).Propose(0.25).Place(1).Fail(1, fate).Then(
        new StepFailed(Story.Id(1), FailureKind.Error, fate, "broke"),
        new TrialFailed(1, "measure: broke", FailurePolicy.Skip));

    [Fact]
    public void Failure_OfACampaignThatPunishes_SaysSo() =>
        Story.Of(Specs.One with { OnFailure = FailurePolicy.Penalty }).Propose(0.25).Place(1).Fail(1, SampleFate.Altered).Last[^1]
            .ShouldBe(new TrialFailed(1, "measure: broke", FailurePolicy.Penalty) { At = Story.Beginning });

    [Theory]
    [InlineData(SampleFate.Altered)]
    [InlineData(SampleFate.Unknown)]
    public void Failure_OfARepeatableStep_IsAttemptedAgain(SampleFate fate)
    {
        var story = Story.Of(Specs.One.WithStep(step => step with { Repeatable = true })).Propose(0.25).Place(1).Fail(1, fate);
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, attempt: 2), "measure"));
    }

    [Theory]
    [InlineData(FailureKind.Unconverged)]
    [InlineData(FailureKind.Failed)]
    [InlineData(FailureKind.Implausible)]
    public void CalculationThatWouldFailAgain_IsNotAttemptedAgain_ThoughItsStepIsRepeatable(FailureKind kind) =>
        Story.Of(Specs.One.WithStep(step => step with { Repeatable = true })).Propose(0.25).Place(1).Fail(1, kind).Then(
            new StepFailed(Story.Id(1), kind, SampleFate.Untouched, "broke"),
            new TrialFailed(1, "measure: broke", FailurePolicy.Skip));

    [Fact]
    public void InfrastructureThatFails_IsAttemptedAgain()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Fail(1, FailureKind.Infrastructure).After(1);
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, attempt: 2), "measure"));
    }

    [Theory]
    [InlineData(FailureKind.Unconverged, FailurePolicy.Learn)]
    [InlineData(FailureKind.Failed, FailurePolicy.Penalty)]
    [InlineData(FailureKind.Implausible, FailurePolicy.Learn)]
    [InlineData(FailureKind.Infrastructure, FailurePolicy.Skip)]
    [InlineData(FailureKind.Rejected, FailurePolicy.Penalty)]
    public void Failure_ReachesTheOptimizer_AsTheCampaignDeclaresForItsKind(FailureKind kind, FailurePolicy policy)
    {
        var policies = new FailurePolicies { Failed = FailurePolicy.Penalty, Unconverged = FailurePolicy.Learn, Implausible = FailurePolicy.Learn };
        var spec = Specs.One.WithStep(step => step with { Retry = new RetryPolicy(1) }) with { OnFailure = policies.Failed, OnFailureOf = policies };
        var story = Story.Of(spec).Propose(0.25).Place(1).Fail(1, kind);

        story.Last[^1].ShouldBeOfType<TrialFailed>().Told.ShouldBe(policy);
        story.State.Observed.Single().Teaches.ShouldBe(policy == FailurePolicy.Penalty ? null : policy);
    }

    [Fact]
    public void InfrastructureThatFails_TeachesNothing_WhereOnePolicyIsDeclaredForAll() =>
        Story.Of(Specs.One.WithStep(step => step with { Retry = new RetryPolicy(1) }) with { OnFailure = FailurePolicy.Learn }).Propose(0.25).Place(1).Fail(1, FailureKind.Infrastructure)
            .Last[^1].ShouldBeOfType<TrialFailed>().Told.ShouldBe(FailurePolicy.Skip);

    [Fact]
    public void Teaching_IsPartOfTheDataHash_AndAbsentWhereItIsTheDeclaredOne()
    {
        string HashOf(FailurePolicies? policies) => Story.Of(Specs.One with { OnFailure = FailurePolicy.Learn, OnFailureOf = policies }).Propose(0.25).Place(1).Fail(1, FailureKind.Failed).State.DataHash;

        HashOf(FailurePolicies.All(FailurePolicy.Learn)).ShouldBe(HashOf(null));
        HashOf(FailurePolicies.All(FailurePolicy.Skip)).ShouldNotBe(HashOf(null));
    }

    [Fact]
    public void Indeterminate_QuarantinesTheTrial_AndNothingIsRepeated()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Accept(1).Answer(Story.Id(1), new DispatchAnswer.Indeterminate("power cut"));
        story.Then(new StepIndeterminate(Story.Id(1), "power cut", false));
        story.State.Trials[1].Status.ShouldBe(TrialStatus.Quarantined);
        story.State.Observed.ShouldBeEmpty();
        story.Work.ShouldNotContain(work => work is CampaignWork.Place || work is CampaignWork.Send || work is CampaignWork.Query);
        story.Answer(Story.Id(1), new DispatchAnswer.Indeterminate("power cut")).ThenNothing();
    }

    [Fact]
    public void Indeterminate_OfARepeatableStep_IsAttemptedAgain()
    {
        var story = Story.Of(Specs.One.WithStep(step => step with { Repeatable = true })).Propose(0.25).Place(1).Answer(Story.Id(1), new DispatchAnswer.Indeterminate("power cut"));
        story.State.Trials[1].Status.ShouldBe(TrialStatus.InFlight);
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, attempt: 2), "measure"));
    }

    [Fact]
    public void AcceptedDispatch_ThatItsLedgerForgets_IsIndeterminate()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Accept(1).Answer(Story.Id(1), new DispatchAnswer.Unknown());
        story.Then(new StepIndeterminate(Story.Id(1), "the ledger has forgotten a dispatch that it had accepted", false));
    }

    [Fact]
    public void AnotherAttempt_ThatTheCostBudgetDoesNotAllow_EndsTheTrial()
    {
        // 7 pays one trial of 6; the annealing of 3 cannot be repeated.
        var story = Story.Of(Specs.Three.WithBudget(cost: 7)).Propose(0.25).Place(1, "mix").Deliver(1, "mix", 1, ("vial", "A1"), ("mass", 1)).Place(1, "anneal");
        story.Fail(1, SampleFate.Untouched, "anneal").Last[^1]
            .ShouldBe(new TrialFailed(1, "anneal: broke; the cost budget does not allow another attempt", FailurePolicy.Skip) { At = story.Now });
    }

    [Fact]
    public void TwoFailedTrials_WithMoneyForOneMoreAttempt_GetOne()
    {
        var story = Story.Of(Specs.One.WithStep(step => step with { Cost = 1 }).WithBatch(BatchMode.Synchronous, 2).WithBudget(trials: 2, cost: 3)).Propose(0.1, 0.2);
        story.Place(1).Place(2).Fail(1, SampleFate.Untouched).Fail(2, SampleFate.Untouched);
        story.Place(1, attempt: 2);
        story.Last[^1].ShouldBeOfType<TrialFailed>().Trial.ShouldBe(2);
        story.Place(2, attempt: 2).ThenNothing();
        story.State.Spent.ShouldBe(3);
    }

    private static IEnumerable<string> Inputs(Story story, string step) =>
        CampaignLoop.Inputs(story.State, Story.Id(1, step)).OrderBy(input => input.Key, StringComparer.Ordinal).Select(input => $"{input.Key}={input.Value}");
}
