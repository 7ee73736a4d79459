using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

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

    private static void Complete(WorldSettings settings)
    {
        var world = new LabWorld(1, settings);

        world.RunUntilOver(TimeSpan.FromHours(2)).ShouldBeTrue();
        world.Scheduler.RunFor(TimeSpan.FromMinutes(2));

        Audit.Of(world).ShouldBeEmpty();
        foreach (var spec in settings.Campaigns)
        {
            world.Ended[spec.Name].Stage.ShouldBe(RunStage.Completed);
            world.Ended[spec.Name].Observed.Count.ShouldBe(spec.Budget.Trials);
            Utilisation(world).ShouldBeGreaterThan(0.5);
        }
    }

    /// <summary>The slowest bench decides how long a campaign takes: the share of time that it works.</summary>
    private static double Utilisation(LabWorld world)
    {
        var acts = world.Instruments[1].Bench.Acts;
        return acts.Count(act => act.Kind == ActKind.Done) * 90.0 / (acts[^1].At - acts[0].At).TotalSeconds;
    }
}
