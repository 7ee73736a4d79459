using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class StopRuleTests
{
    [Theory]
    [InlineData(Goal.Minimize, null, 2.0, 2.1, 2.0)]
    [InlineData(Goal.Maximize, null, 2.0, 1.9, 2.0)]
    [InlineData(Goal.Target, 10.0, 0.5, 10.6, 9.5)]
    [InlineData(Goal.Target, 10.0, 0.5, 9.4, 10.4)]
    public void TargetReached_HoldsFromTheFirstValueThatIsGoodEnough(Goal goal, double? target, double value, double miss, double hit)
    {
        var story = Story.Of((Specs.One with { StopRules = [new TargetReached("y", value)] }).WithGoal(goal, target)).Complete(0.1, miss);
        story.State.Stage.ShouldBe(RunStage.Running);
        story.Complete(0.2, hit).State.Stage.ShouldBe(RunStage.Completed);
        story.State.Reason.ShouldBe($"y reached {value}");
    }

    [Theory]
    [InlineData(Goal.Minimize, null, 5, 4, 4, 4)]
    [InlineData(Goal.Maximize, null, 5, 6, 6, 5)]
    [InlineData(Goal.Target, 10.0, 5, 9, 11, 12)]
    public void NoProgress_HoldsWhenTheLastTrialsBroughtNothing(Goal goal, double? target, double first, double better, double same, double worse)
    {
        // Two initial trials, then two without progress.
        var story = Story.Of((Specs.One with { StopRules = [new NoProgress(2, 0)] }).WithGoal(goal, target)).Complete(0.1, first).Complete(0.2, better).Complete(0.3, same);
        story.State.Stage.ShouldBe(RunStage.Running);
        story.Complete(0.4, worse).State.Reason.ShouldBe("no progress over 2 trials");
        story.State.Stage.ShouldBe(RunStage.Completed);
    }

    [Fact]
    public void NoProgress_CountsOnlyImprovementsThatAreLargeEnough()
    {
        var spec = Specs.One with { StopRules = [new NoProgress(2, 0.5)] };
        Story.Of(spec).Complete(0.1, 5).Complete(0.2, 5).Complete(0.3, 4.8).Complete(0.4, 4.5).State.Stage.ShouldBe(RunStage.Completed);
        Story.Of(spec).Complete(0.1, 5).Complete(0.2, 5).Complete(0.3, 4.8).Complete(0.4, 4.4).State.Stage.ShouldBe(RunStage.Running);
    }

    [Fact]
    public void NoProgress_DoesNotCountFailedTrials_NorJudgeTheInitialDesign()
    {
        var story = Story.Of(Specs.One with { StopRules = [new NoProgress(1, 0)], InitialTrials = 3 }).Complete(0.1, 5).Complete(0.2, 5);
        story.State.Stage.ShouldBe(RunStage.Running);
        story.Propose(0.3).Place(3).Fail(3, SampleFate.Altered).Retrain().Complete(0.4, 5);
        story.State.Stage.ShouldBe(RunStage.Running);
        story.Complete(0.5, 5).State.Stage.ShouldBe(RunStage.Completed);
    }

    [Fact]
    public void NoProgress_OfSeveralObjectives_HoldsOnlyWhenNoneImproves()
    {
        var spec = Specs.One with
        {
            StopRules = [new NoProgress(1, 0)],
            InitialTrials = 1,
            Objectives = [new Objective { Name = "y", Goal = Goal.Minimize }, new Objective { Name = "z", Goal = Goal.Maximize }],
            Workflow = [Specs.Measure with { Outputs = ["y", "z"] }],
        };
        var story = Story.Of(spec);
        foreach (var (trial, y, z) in new[] { (1, 5.0, 5.0), (2, 6.0, 7.0) })
        {
            story.Propose(0.1 * trial).Place(trial).Deliver(trial, "measure", 1, ("y", y), ("z", z)).Retrain();
            story.State.Stage.ShouldBe(RunStage.Running);
        }

        story.Propose(0.3).Place(3).Deliver(3, "measure", 1, ("y", 5), ("z", 7)).Retrain();
        story.State.Stage.ShouldBe(RunStage.Completed);
        CampaignLoop.Best(story.State).ShouldBeNull();
    }

    [Theory]
    [InlineData(Goal.Minimize, null, 2)]
    [InlineData(Goal.Maximize, null, 1)]
    [InlineData(Goal.Target, 6.0, 3)]
    public void Best_IsTheTrialWithTheLeastLoss(Goal goal, double? target, int best) =>
        CampaignLoop.Best(Story.Of(Specs.One.WithGoal(goal, target)).Complete(0.1, 9).Complete(0.2, 1).Complete(0.3, 5).State)!.Number.ShouldBe(best);

    [Fact]
    public void Best_WithoutObservations_IsNone() => CampaignLoop.Best(Story.Of(Specs.One).Propose(0.1).State).ShouldBeNull();
}
