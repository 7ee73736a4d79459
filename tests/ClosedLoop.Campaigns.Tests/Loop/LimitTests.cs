using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class LimitTests
{
    private static readonly CampaignSpec Spec = Specs.One with
    {
        Limits = [new OutcomeConstraint("viscosity", null, 5)],
        Workflow = [Specs.Measure with { Outputs = ["y", "viscosity"] }],
    };

    [Fact]
    public void Best_IsAmongTrialsThatMeetTheLimits()
    {
        var story = Complete(Story.Of(Spec), 1, 6);
        CampaignLoop.Best(story.State).ShouldBeNull();
        CampaignLoop.Best(Complete(Complete(story, 3, 5), 2, 5.1).State)!.Number.ShouldBe(2);
    }

    [Fact]
    public void Observation_TellsTheLimitedOutputs_WhichAreData()
    {
        var state = Complete(Story.Of(Spec), 1, 6).State;
        state.Observed.Single().Limited.ShouldBe([6]);
        state.Trials[1].Values!["viscosity"].ShouldBe(6);
        Complete(Story.Of(Spec), 1, 7).State.DataHash.ShouldNotBe(state.DataHash);
    }

    [Fact]
    public void Observation_TellsTheCost_WhichIsData()
    {
        var costly = Spec with { Limits = null, CostOutput = "viscosity" };
        var state = Complete(Story.Of(costly), 1, 6).State;
        (state.Observed.Single().Limited, state.Observed.Single().Cost).ShouldBe((null, 6));
        Complete(Story.Of(costly), 1, 7).State.DataHash.ShouldNotBe(state.DataHash);
    }

    [Fact]
    public void TargetReached_OutsideTheLimits_DoesNotStop()
    {
        var story = Complete(Story.Of(Spec with { StopRules = [new TargetReached("y", 2)] }), 1, 6);
        story.State.Stage.ShouldBe(RunStage.Running);
        Complete(story, 2, 4).State.Reason.ShouldBe("y reached 2");
    }

    [Fact]
    public void NoProgress_JudgesOnlyWhatMeetsTheLimits()
    {
        var story = Complete(Complete(Complete(Story.Of(Spec with { StopRules = [new NoProgress(1, 0)], InitialTrials = 1 }), 9, 6), 8, 6), 5, 5);
        story.State.Stage.ShouldBe(RunStage.Running);
        Complete(Complete(story, 4, 4), 1, 6).State.Reason.ShouldBe("no progress over 1 trials");
    }

    [Fact]
    public void Result_WhoseLimitedOutputIsNoNumber_IsQuarantined() =>
        Story.Of(Spec).Propose(0.1).Place(1).Deliver(1, "measure", 1, ("y", 1), ("viscosity", "thick")).Last
            .OfType<MessageQuarantined>().Single().Reason.ShouldBe("viscosity is 'thick', not a number");

    private static Story Complete(Story story, double y, double viscosity)
    {
        story.Propose(0.1 * (story.State.Trials.Count + 1));
        var trial = story.State.Trials.Count;
        return story.Place(trial).Deliver(trial, "measure", 1, ("y", y), ("viscosity", viscosity)).Retrain();
    }
}
