using ClosedLoop.Campaigns;

namespace ClosedLoop.Simulation.Tests;

public sealed class FaultFreeTests
{
    [Fact]
    public void Campaign_WithoutFaults_CompletesInVirtualTime()
    {
        var world = new LabWorld(1);

        world.RunUntilOver(TimeSpan.FromHours(2)).ShouldBeTrue();

        var state = world.Ended["film"];
        state.Stage.ShouldBe(RunStage.Completed);
        state.Observed.Count.ShouldBe(12);
        world.Watch.Violations.ShouldBeEmpty();
    }
}
