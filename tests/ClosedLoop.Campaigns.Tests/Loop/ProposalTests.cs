using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class ProposalTests
{
    [Fact]
    public void Proposal_AsOwed_BecomesTrials()
    {
        var story = Story.Of(Specs.One.WithBatch(BatchMode.Synchronous, 2)).Propose(0.1, 0.9);
        story.Then(new BatchProposed(1, 17, "", null, [], [new ProposedTrial(1, Story.Proposed(0.1)), new ProposedTrial(2, Story.Proposed(0.9))]));
        story.State.Trials.Keys.ShouldBe([1, 2]);
    }

    [Fact]
    public void Proposal_WithMoreThanOwed_IsCut() =>
        Story.Of(Specs.One).Propose(0.1, 0.2, 0.3).Then(new BatchProposed(1, 17, "", null, [], [new ProposedTrial(1, Story.Proposed(0.1))]));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Proposal_WithAnotherNumber_IsDropped(int number) =>
        Story.Of(Specs.One).When(at => new TakeProposal(at, number, "", [], [Story.Proposed(0.1)], null)).ThenNothing();

    [Fact]
    public void Proposal_OfOtherData_IsDropped_AndStillOwed()
    {
        var story = Story.Of(Specs.One.WithBatch(BatchMode.Asynchronous, 2)).Propose(0.1).Place(1).Measure(1, 3).Retrain();
        story.When(at => new TakeProposal(at, 2, "", [], [Story.Proposed(0.2)], null)).ThenNothing();
        story.Work.ShouldContain(new CampaignWork.Propose(2, 2, story.State.DataHash, ""));
    }

    [Fact]
    public void Proposal_ThatDidNotSeeTheTrialsInFlight_IsDropped()
    {
        var story = Story.Of(Specs.One.WithBatch(BatchMode.Asynchronous, 2)).Propose(0.1);
        story.When(at => new TakeProposal(at, 2, "", [], [Story.Proposed(0.2)], null)).ThenNothing();
        story.When(at => new TakeProposal(at, 2, "", [1, 2], [Story.Proposed(0.2)], null)).ThenNothing();
        story.When(at => new TakeProposal(at, 2, "", [1], [Story.Proposed(0.2)], null)).Last.Count.ShouldBe(1);
    }

    [Fact]
    public void Proposal_ThatNobodyOwes_IsDropped() => Story.Of(Specs.One).Propose(0.1).Propose(0.2).ThenNothing();

    [Fact]
    public void Proposal_SeesQuarantinedTrialsAsPending()
    {
        var story = Story.Of(Specs.One).Propose(0.1).Place(1).Answer(Story.Id(1), new DispatchAnswer.Indeterminate("power cut"));
        story.Work.ShouldContain(new CampaignWork.Propose(2, 1, "", "1"));
        story.Propose(0.2).State.Trials.Count.ShouldBe(2);
    }

    [Fact]
    public void Proposal_OfNothing_MeansThatTheSpaceIsExhausted() => Story.Of(Specs.One).Propose().Then(
        new BatchProposed(1, 17, "", null, [], []),
        new CampaignStopping("the search space is exhausted"),
        new CampaignCompleted("the search space is exhausted", null));

    [Fact]
    public void Proposal_OfNothing_WaitsForTrialsInFlight()
    {
        var story = Story.Of(Specs.One.WithBatch(BatchMode.Asynchronous, 2)).Propose(0.1).Propose().Place(1);
        story.State.Stage.ShouldBe(RunStage.Stopping);
        story.Measure(1, 2).Retrain().Last[^1].ShouldBeOfType<CampaignCompleted>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void SynchronousBatch_IsOwedWhenAllTrialsHaveEnded(int size)
    {
        var story = Story.Of(Specs.One.WithBatch(BatchMode.Synchronous, size));
        story.Work.ShouldContain(new CampaignWork.Propose(1, size, "", ""));
        story.Propose([.. Enumerable.Range(1, size).Select(i => i / 10.0)]);
        for (var trial = 1; trial <= size; trial++)
        {
            story.Work.ShouldNotContain(work => work is CampaignWork.Propose);
            story.Place(trial).Measure(trial, trial).Retrain();
        }

        story.Work.ShouldContain(new CampaignWork.Propose(2, size, story.State.DataHash, ""));
    }

    [Fact]
    public void AsynchronousTrials_AreRefilledAsEachEnds()
    {
        var story = Story.Of(Specs.One.WithBatch(BatchMode.Asynchronous, 3)).Propose(0.1, 0.2, 0.3).Place(2);
        story.Work.ShouldNotContain(work => work is CampaignWork.Propose);
        story.Measure(2, 1).Retrain();
        story.Work.ShouldContain(new CampaignWork.Propose(2, 1, story.State.DataHash, "1,3"));
    }

    [Fact]
    public void Proposal_BeforeTheSurrogateHasSeenTheData_IsNotOwed()
    {
        var story = Story.Of(Specs.One).Propose(0.1).Place(1).Measure(1, 1);
        story.Work.ShouldContain(new CampaignWork.Retrain(story.State.DataHash));
        story.Work.ShouldNotContain(work => work is CampaignWork.Propose);
        story.Propose(0.2).ThenNothing();
    }

    [Fact]
    public void Model_OfOtherData_IsDropped()
    {
        var story = Story.Of(Specs.One).Propose(0.1).Place(1).Measure(1, 1);
        story.When(at => new TakeModel(at, "", null)).ThenNothing();
        story.Retrain().Then(new Retrained(story.State.DataHash, null));
        story.Retrain().ThenNothing();
    }

    [Fact]
    public void Alarm_OfAModel_IsRaisedOnceAndEnded()
    {
        var alarm = new ModelAlarm(AlarmKind.DistributionShift, "y", 1, "drifts");
        var story = Story.Of(Specs.One).Propose(0.1).Place(1).Measure(1, 1);
        story.When(at => Model(at, alarm)).Then(new Retrained(story.State.DataHash, story.State.Model), new AlarmRaised(alarm));

        // The same alarm with newer figures is no news; another one is.
        story.Propose(0.2).Place(2).Measure(2, 1);
        var later = new ModelAlarm(AlarmKind.DiversityCollapse, null, 2, "crowds");
        story.When(at => Model(at, alarm with { Text = "drifts more" }, later)).Then(new Retrained(story.State.DataHash, story.State.Model), new AlarmRaised(later));
        story.Propose(0.3).Place(3).Measure(3, 1);
        story.When(at => Model(at, later)).Then(new Retrained(story.State.DataHash, story.State.Model), new AlarmEnded(AlarmKind.DistributionShift, "y", 1));

        TakeModel Model(DateTimeOffset at, params ModelAlarm[] alarms) =>
            new(at, story.State.DataHash, new("gp", "m0de1", 1, new Dictionary<string, double>(), new Dictionary<string, double>()) { Alarms = alarms });
    }

    [Fact]
    public void LastProposalOfTheBudget_IsOnlyAsLargeAsTheBudget()
    {
        var story = Story.Of(Specs.One.WithBatch(BatchMode.Synchronous, 4).WithBudget(trials: 3));
        story.Work.ShouldContain(new CampaignWork.Propose(1, 3, "", ""));
        story.Propose(0.1, 0.2, 0.3, 0.4);
        story.State.Trials.Count.ShouldBe(3);
        story.Last[^1].ShouldBe(new CampaignStopping("all 3 trials of the budget are proposed") { At = story.Now });
    }

    [Fact]
    public void CostBudget_LimitsTheTrialsOfAProposal_ToWhatCanBePaidToTheEnd()
    {
        // A trial costs 6: two of them fit in 14, and 2 remain for one more attempt at a step.
        var story = Story.Of(Specs.Three.WithBatch(BatchMode.Synchronous, 4).WithBudget(cost: 14));
        story.Work.ShouldContain(new CampaignWork.Propose(1, 2, "", ""));
        story.Propose(0.1, 0.2).Last[^1].ShouldBe(new CampaignStopping("the cost budget of 14 does not allow another trial") { At = story.Now });
    }

    [Fact]
    public void TimeBudget_WhenSpent_BeginsNoTrial_AndLetsThoseInFlightEnd()
    {
        var story = Story.Of(Specs.One.WithBudget(time: TimeSpan.FromHours(1))).Propose(0.1).Place(1).After(45).Accept(1).After(14.9).Tick().ThenNothing();
        story.After(0.1).Tick().Then(new CampaignStopping("the time budget of 01:00:00 is spent"));
        story.Measure(1, 3).Retrain().Last[^1].ShouldBe(new CampaignCompleted("the time budget of 01:00:00 is spent", 1) { At = story.Now });
    }
}
