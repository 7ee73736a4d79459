using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;
using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Several sources under one budget, by the production loop and planner: every proposal can be made again from the journal, and no more is spent than may be.</summary>
public sealed class SourcesTests
{
    [Fact]
    public void Campaign_WithTwoSources_SpendsOneBudgetAndIsJudgedAtTheTarget() => Complete(new LabWorld(1, Settings), 1);

    [Fact]
    public void Campaign_WithTwoSources_KilledAgainAndAgain_SpendsNoMore()
    {
        var world = new LabWorld(3, Settings);
        world.Orchestrator.Plan = life => life <= 5 ? new CrashPlan(60 + (7 * life), CrashMoment.Before) : null;
        Complete(world, 6);
    }

    private static WorldSettings Settings => new() { Campaigns = [Specs.TwoSources()], Planner = () => new BayesianPlanner() };

    private static void Complete(LabWorld world, int lives)
    {
        world.RunUntilOver(TimeSpan.FromHours(4)).ShouldBeTrue();
        world.Settle().ShouldBeEmpty();
        var state = world.Ended["sources"];
        state.Stage.ShouldBe(RunStage.Completed);
        state.Epoch.ShouldBe(lives);
        state.Spent.ShouldBeInRange(27, 30);
        state.SpentBySource.Values.Sum().ShouldBe(state.Spent);
        state.SpentBySource.Keys.ShouldBe(["estimate", "film"]);
        CampaignLoop.Best(state)!.Proposed.Source.ShouldBe("film");
        state.Observed.ShouldAllBe(trial => trial.Source != null);
    }
}
