using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

public sealed class CampaignSummaryTests
{
    [Theory]
    [InlineData(Goal.Maximize, 3)]
    [InlineData(Goal.Minimize, 1)]
    [InlineData(Goal.Target, 2)]
    public void Of_OneObjective_BestHasTheLeastLoss(Goal goal, int best)
    {
        var spec = Specs.Coupling() with { Objectives = [new Objective { Name = "yield", Goal = goal, Target = 21 }] };
        var summary = CampaignSummary.Of(CampaignLoop.Fold(Values(spec, 10, 20, 30, 30).Events));
        summary.Best!.Trial.ShouldBe(best);
        summary.Best.Values["yield"].ShouldBe(best * 10);
    }

    [Fact]
    public void Of_Limits_OnlyTrialsWithinThemAreBest()
    {
        var spec = Specs.Coupling() with { Limits = [new OutcomeConstraint("yield", null, 25)] };
        CampaignSummary.Of(CampaignLoop.Fold(Values(spec, 10, 20, 30).Events)).Best!.Trial.ShouldBe(2);
        CampaignSummary.Of(CampaignLoop.Fold(Values(spec, 30, 40).Events)).Front.ShouldBeEmpty();
    }

    [Fact]
    public void Of_MixedFates_CountsEach()
    {
        var story = Values(Specs.Coupling(), 10, 20);
        var (at, chance) = (Story.Epoch.AddHours(1), new Chance(2));
        for (var trial = 3; trial <= 6; trial++)
        {
            story.Propose(at, trial, Candidates.Anywhere(story.Spec.Space, chance));
        }

        story.Dispatch(at.AddMinutes(1), 3, "mix", "mixer-1").Lose(at.AddMinutes(2), 3, "mix", "ledger lost")
            .Dispatch(at.AddMinutes(3), 4, "mix", "mixer-1").Fail(at.AddMinutes(4), 4, "mix", "spilled").Add(at.AddMinutes(4), new TrialFailed(4, "spilled", FailurePolicy.Skip))
            .Dispatch(at.AddMinutes(5), 5, "mix", "mixer-1").Add(at.AddMinutes(6), new MessageQuarantined("x", null, "not JSON", "?"));
        var summary = CampaignSummary.Of(CampaignLoop.Fold(story.Events));
        (summary.Trials, summary.Observed, summary.Quarantined, summary.Failed, summary.InFlight, summary.QuarantinedMessages).ShouldBe((6, 2, 1, 1, 2, 1));
        summary.Cost.ShouldBe(3);
        summary.CostBudget.ShouldBe(400);
        summary.TrialBudget.ShouldBe(40);
        summary.Elapsed.ShouldBe(TimeSpan.FromMinutes(66));
        summary.Status.ShouldBe("running");
    }

    [Fact]
    public void Of_SeveralObjectives_HasAFrontAndNoBest()
    {
        var summary = CampaignSummary.Of(CampaignLoop.Fold(Samples.TwoObjectives()));
        summary.Best.ShouldBeNull();
        summary.Front.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Of_LifeOfARun_NamesTheStatus()
    {
        var story = new Story(Specs.Coupling());
        string Status() => CampaignSummary.Of(CampaignLoop.Fold(story.Events)).Status;
        Status().ShouldBe("running");
        story.Add(Story.Epoch.AddMinutes(1), new CampaignPaused("lunch"));
        Status().ShouldBe("paused");
        story.Add(Story.Epoch.AddMinutes(2), new CampaignDraining("Ctrl-C"));
        Status().ShouldBe("draining");
        story.Add(Story.Epoch.AddMinutes(3), new CampaignSuspended());
        Status().ShouldBe("suspended");
        story.Open(Story.Epoch.AddMinutes(4)).Add(Story.Epoch.AddMinutes(5), new CampaignFaulted("disk full"));
        Status().ShouldBe("faulted");
        story.Open(Story.Epoch.AddMinutes(6)).Add(Story.Epoch.AddMinutes(7), new CampaignResumed("back")).Add(Story.Epoch.AddMinutes(8), new CampaignStopping("enough"));
        Status().ShouldBe("stopping");
        story.Add(Story.Epoch.AddMinutes(9), new CampaignCompleted("enough", null));
        Status().ShouldBe("completed");
    }

    [Fact]
    public void Of_NotStarted_IsRefused() => Should.Throw<ArgumentException>(() => CampaignSummary.Of(CampaignState.Empty));

    private static Story Values(CampaignSpec spec, params double[] values)
    {
        var story = new Story(spec);
        var chance = new Chance(1);
        for (var i = 0; i < values.Length; i++)
        {
            story.Propose(Story.Epoch.AddMinutes(i), i + 1, Candidates.Anywhere(spec.Space, chance)).Observe(Story.Epoch.AddMinutes(i + 0.5), i + 1, false, ("yield", values[i]));
        }

        return story;
    }
}
