using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class DemandTests
{
    private static readonly DispatchAnswer Busy = new DispatchAnswer.Failed(FailureKind.Rejected, SampleFate.Untouched, "busy");

    [Fact]
    public void Demand_HoldsTheStepsToComeWithTheInputsThatAreKnown()
    {
        var story = Story.Of(Specs.Three with { Priority = 3 }).Propose(0.25);
        var demand = CampaignLoop.Demand(story.State);
        (demand.Run, demand.Campaign, demand.Priority).ShouldBe((Story.Run, "three", 3));
        var sample = demand.Samples.ShouldHaveSingleItem();
        sample.Owed.ShouldBe(Story.Id(1, "mix"));
        sample.Steps.Select(step => $"{step.Name}: {string.Join(' ', step.Inputs.Select(input => $"{input.Key}={input.Value}"))}")
            .ShouldBe(["mix: amount=0.25", "anneal: temperature=350 gas=argon", "measure: dose=0.25"]);
    }

    [Fact]
    public void Demand_WhileAStepGoesOn_HoldsTheOnesAfterIt()
    {
        var story = Story.Of(Specs.Three).Propose(0.25).Place(1, "mix");
        var sample = CampaignLoop.Demand(story.State).Samples.ShouldHaveSingleItem();
        (sample.Owed, sample.Running, sample.Lies).ShouldBe((null, Story.Id(1, "mix"), null));
        sample.Steps.Select(step => step.Name).ShouldBe(["anneal", "measure"]);
        CampaignLoop.Demand(story.Accept(1, "mix").State).Samples.Single().Lies.ShouldBe(Story.Id(1, "mix"));
    }

    /// <summary>What was refused was never there.</summary>
    [Fact]
    public void Sample_LiesWhereItWasTakenUpLast()
    {
        var story = Story.Of(Specs.Three).Propose(0.25).Place(1, "mix").Deliver(1, "mix", 1, ("vial", "A1"), ("mass", 2.5)).Place(1, "anneal");
        CampaignLoop.LiesAt(story.State, Story.Id(1, "mix")).ShouldBeTrue();
        story.Answer(Story.Id(1, "anneal"), Busy);
        CampaignLoop.LiesAt(story.State, Story.Id(1, "mix")).ShouldBeTrue();
        story.Place(1, "anneal", 2).Accept(1, "anneal", 2);
        CampaignLoop.LiesAt(story.State, Story.Id(1, "mix")).ShouldBeFalse();
        CampaignLoop.LiesAt(story.State, Story.Id(1, "anneal", 2)).ShouldBeTrue();
    }

    [Fact]
    public void Demand_OfAPausedCampaign_OwesNothing_AndItsSamplesAreWhereTheyAre()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Steer(SteeringOrder.Pause);
        CampaignLoop.Demand(story.State).Samples.ShouldHaveSingleItem().Owed.ShouldBeNull();
    }

    /// <summary>5 s, then 10 s: who refused did so for a reason that nobody here knew, and that may last.</summary>
    [Fact]
    public void RefusedStep_IsTriedAgainAfterAPause()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Answer(Story.Id(1), Busy);
        Pause(story, 2).ShouldBe(TimeSpan.FromSeconds(5));
        story.After(1).Place(1, "measure", 2).Answer(Story.Id(1, "measure", 2), Busy);
        Pause(story, 3).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void StepThatFailedWithoutRefusal_IsTriedAgainAtOnce()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Fail(1, SampleFate.Untouched);
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, "measure", 2), "measure"));
    }

    [Fact]
    public void StepWhoseMachineFailed_IsTriedAgainAfterAPause_WhichGrows()
    {
        var story = Story.Of(Specs.One.WithStep(step => step with { Retry = new RetryPolicy(9) })).Propose(0.25);
        for (var (attempt, seconds) = (1, 30); attempt <= 7; attempt++, seconds = Math.Min(600, seconds * 2))
        {
            story.Place(1, attempt: attempt).Answer(Story.Id(1, attempt: attempt), new DispatchAnswer.Failed(FailureKind.Infrastructure, SampleFate.Untouched, "disk full"));
            var again = new CampaignWork.Place(Story.Id(1, "measure", attempt + 1), "measure");
            CampaignLoop.Demand(story.State).Samples.Single().NotBefore.ShouldBe(story.Now.AddSeconds(seconds));
            CampaignLoop.NextWork(story.State, story.Now.AddSeconds(seconds - 1)).ShouldNotContain(again);
            story.After(seconds / 60.0).Work.ShouldContain(again);
        }

        // Another failure begins anew.
        story.Place(1, attempt: 8).Fail(1, SampleFate.Untouched, attempt: 8);
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, "measure", 9), "measure"));
    }

    [Fact]
    public void Durations_AreLearnedFromTheJournal()
    {
        var story = Story.Of(Specs.One);
        foreach (var (trial, seconds) in new[] { (1, 10.0), (2, 20.0), (3, 60.0) })
        {
            story.Propose(trial / 10.0).Place(trial);
            story.Answer(Story.Id(trial), new DispatchAnswer.Result(new Dictionary<string, ParameterValue> { ["y"] = 1 }, story.Now, story.Now.AddSeconds(seconds), [])).Retrain();
        }

        story.Propose(0.9);
        CampaignLoop.Demand(story.State).Samples.Single().Steps[0].Learned["rig"].ShouldBe(new StepDuration(3, TimeSpan.FromSeconds(30)));
    }

    private static TimeSpan Pause(Story story, int attempt)
    {
        var place = new CampaignWork.Place(Story.Id(1, "measure", attempt), "measure");
        story.Work.ShouldNotContain(place);
        var due = story.Work.OfType<CampaignWork.Await>().Single().Deadline;
        CampaignLoop.NextWork(story.State, due).ShouldContain(place);
        CampaignLoop.Demand(story.State).Samples.Single().NotBefore.ShouldBe(due);
        return due - story.Now;
    }
}
