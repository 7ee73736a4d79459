using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class SourceTests
{
    private static readonly Step Cheap = Specs.Measure with { Name = "calculate", Source = "cheap", Outputs = ["y", "hours"], Cost = 4, CostOutput = "hours" };

    private static readonly Step Dear = Specs.Measure with { Source = "dear", Outputs = ["y"], Cost = 10 };

    private static readonly CampaignSpec Spec = Specs.One with
    {
        Sources = [new() { Name = "cheap", Cost = 4 }, new() { Name = "dear", Cost = 10, IsTarget = true }],
        Workflow = [Cheap, Dear],
        Batch = new(BatchMode.Asynchronous, 4),
        Budget = new(20, null, 30),
    };

    [Fact]
    public void Trial_HasTheStepsOfItsSource_AndIsObservedThere()
    {
        var story = Propose(Story.Of(Spec), 30, (0.1, "cheap"), (0.2, "dear"));
        story.Work.OfType<CampaignWork.Place>().Select(place => place.Id.Step).ShouldBe(["calculate", "measure"]);
        story.Place(1, "calculate").Deliver(1, "calculate", 1, ("y", 5), ("hours", 3)).Last.OfType<ObservationRecorded>().Single().Source.ShouldBe("cheap");
        story.State.Observed.Single().Source.ShouldBe("cheap");
        story.Place(2).Deliver(2, "measure", 1, ("y", 7)).Last.OfType<ObservationRecorded>().Single().Source.ShouldBe("dear");
    }

    [Fact]
    public void Best_IsJudgedAtTheTargetAlone()
    {
        var story = Propose(Story.Of(Spec with { StopRules = [new TargetReached("y", 6)] }), 30, (0.1, "cheap"), (0.2, "dear"));
        story.Place(1, "calculate").Deliver(1, "calculate", 1, ("y", 5), ("hours", 3));
        CampaignLoop.Best(story.State).ShouldBeNull();
        story.State.Stage.ShouldBe(RunStage.Running, "only the target can reach the value");
        story.Place(2).Deliver(2, "measure", 1, ("y", 7));
        CampaignLoop.Best(story.State)!.Number.ShouldBe(2);
    }

    [Fact]
    public void Budget_IsReservedInFullAndSettledAtTheActualCost()
    {
        var story = Propose(Story.Of(Spec), 30, (0.1, "cheap"), (0.2, "dear"));
        CampaignLoop.Remaining(story.State).ShouldBe(16);
        story.Place(1, "calculate");
        (story.State.Spent, CampaignLoop.Remaining(story.State)).ShouldBe((4, 16));
        story.Deliver(1, "calculate", 1, ("y", 5), ("hours", 1.5));
        (story.State.Spent, CampaignLoop.Remaining(story.State)).ShouldBe((1.5, 18.5));
        story.Place(2).Deliver(2, "measure", 1, ("y", 7));
        story.State.SpentBySource.ShouldBe(new Dictionary<string, double> { ["cheap"] = 1.5, ["dear"] = 10 });
        story.State.Spent.ShouldBe(11.5);
    }

    [Theory]
    [InlineData(1.5, 1.5)]
    [InlineData(0.0, 0)]
    [InlineData(99.0, 4)]
    [InlineData(-1.0, 4)]
    [InlineData(double.NaN, 4)]
    [InlineData(null, 4)]
    public void FailedAttempt_SettlesAtWhatItCost_AndNeverAboveWhatWasReserved(double? told, double spent)
    {
        var outputs = told is { } hours ? new Dictionary<string, ParameterValue> { ["hours"] = hours } : null;
        var story = Propose(Story.Of(Spec), 30, (0.1, "cheap")).Place(1, "calculate")
            .Answer(Story.Id(1, "calculate"), new DispatchAnswer.Failed(FailureKind.Failed, SampleFate.Untouched, "broke") { Outputs = outputs });

        (story.State.Spent, story.State.SpentBySource["cheap"], CampaignLoop.Remaining(story.State)).ShouldBe((spent, spent, 30 - spent));
        story.Last.OfType<StepFailed>().Single().Cost.ShouldBe(told >= 0 ? spent : null);
    }

    [Fact]
    public void RefusedAttempt_CostsNothing_WhateverItTells()
    {
        var story = Propose(Story.Of(Spec), 30, (0.1, "cheap")).Place(1, "calculate").Answer(
            Story.Id(1, "calculate"), new DispatchAnswer.Failed(FailureKind.Rejected, SampleFate.Untouched, "busy") { Outputs = new Dictionary<string, ParameterValue> { ["hours"] = 3 } });

        story.State.Spent.ShouldBe(0);
    }

    [Fact]
    public void Proposal_IsOwedOnlyForWhatLeavesATrialAtTheTarget()
    {
        // 30 pay for the target's 10 and five cheap trials besides; four are wanted.
        Story.Of(Spec).Work.OfType<CampaignWork.Propose>().Single().Count.ShouldBe(4);
        Story.Of(Spec with { Budget = new(20, null, 15) }).Work.OfType<CampaignWork.Propose>().Single().Count.ShouldBe(2);
        var story = Story.Of(Spec with { Budget = new(20, null, 10) });
        story.Work.OfType<CampaignWork.Propose>().Single().Count.ShouldBe(1);
        Propose(story, 10, (0.2, "dear")).Place(1).Deliver(1, "measure", 1, ("y", 7));
        story.State.Reason.ShouldBe("the cost budget of 10 does not allow another trial");
    }

    [Fact]
    public void Answer_ThatCountsOnMoreThanIsLeft_IsStale()
    {
        var story = Story.Of(Spec);
        Propose(story, 29, (0.1, "cheap")).ThenNothing();
        Propose(story, 30, (0.1, "cheap")).State.Trials.Count.ShouldBe(1);
    }

    [Fact]
    public void DataHash_KnowsTheSource() => Observed("cheap", "calculate").ShouldNotBe(Observed("dear", "measure"));

    private static string Observed(string source, string step)
    {
        var spec = Spec with { Workflow = [Cheap with { Outputs = ["y"], CostOutput = null }, Dear] };
        return Propose(Story.Of(spec), 30, (0.1, source)).Place(1, step).Deliver(1, step, 1, ("y", 5)).State.DataHash;
    }

    private static Story Propose(Story story, double remaining, params (double X, string Source)[] trials) => story.When(at => new TakeProposal(
        at,
        story.State.Proposals + 1,
        story.State.DataHash,
        [.. story.State.Pending.Select(trial => trial.Number)],
        [.. trials.Select(trial => new ProposedCandidate(new Candidate([KeyValuePair.Create("x", (ParameterValue)trial.X)]), [], null, "sobol") { Source = trial.Source })],
        null)
    {
        Remaining = remaining,
    });
}
