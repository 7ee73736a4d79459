using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;
using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

public sealed class FaultFreeTests
{
    [Fact]
    public void AsynchronousCampaign_WithoutFaults_CompletesInVirtualTime() => Complete(new WorldSettings());

    [Fact]
    public void SynchronousCampaign_WithoutFaults_CompletesInVirtualTime() => Complete(new WorldSettings { Campaigns = [Specs.Synchronous()] });

    [Fact]
    public void TwoCampaigns_SharingTheInstruments_BothComplete() =>
        Complete(new WorldSettings { Campaigns = [Specs.Asynchronous(), Specs.Synchronous()] });

    [Fact]
    public void Campaign_ShownOnTheBus_CompletesAlike() => Complete(new WorldSettings { Projected = true });

    [Fact]
    public void Campaign_WithTheBayesianPlanner_CompletesAndCanBeReplayed() =>
        Complete(new WorldSettings { Planner = () => new BayesianPlanner() });

    [Fact]
    public void Campaign_WithInstrumentsThatFailBeforeActing_RetriesAndCompletes() =>
        Complete(new WorldSettings { Failures = 0.1, Campaigns = [Specs.Asynchronous() with { Budget = new Budget(12, null, null) }] });

    private static void Complete(WorldSettings settings)
    {
        var world = new LabWorld(1, settings);

        world.RunUntilOver(TimeSpan.FromHours(2)).ShouldBeTrue();

        world.Settle().ShouldBeEmpty();
        foreach (var spec in settings.Campaigns)
        {
            world.Ended[spec.Name].Stage.ShouldBe(RunStage.Completed);
            world.Ended[spec.Name].Observed.Count.ShouldBe(spec.Budget.Trials);
            Utilisation(world).ShouldBeGreaterThan(0.5);
        }
    }

    /// <summary>The slowest instrument decides how long a campaign takes: the share of time that it works.</summary>
    private static double Utilisation(LabWorld world)
    {
        var acts = world.Instruments[1].Witness;
        return acts.Count(act => act.Kind == WitnessKind.Done) * 90.0 / (acts[^1].Time - acts[0].Time).TotalSeconds;
    }
}
