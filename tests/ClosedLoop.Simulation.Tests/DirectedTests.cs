using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Misfortunes that chance finds seldom.</summary>
public sealed class DirectedTests
{
    [Fact]
    public void Instrument_OffForLongInTheMiddleOfAStep_IsQuarantinedAndItsLateResultCounts()
    {
        var world = new LabWorld(3);
        var annealer = world.Instruments[1];
        world.Start();
        world.Scheduler.Run(() => Begun(annealer) == 2, world.Scheduler.Now.AddHours(1)).ShouldBeTrue();
        var id = annealer.Witness[^1].DispatchId;
        annealer.OffUntil = world.Scheduler.Now.AddMinutes(40);
        annealer.Kill();

        world.RunUntilOver(TimeSpan.FromHours(3)).ShouldBeTrue();

        var events = world.Events("film");
        events.OfType<StepIndeterminate>().ShouldContain(e => e.Id == id && e.Unanswered);
        events.OfType<StepSucceeded>().Single(e => e.Id == id).Late.ShouldBeTrue();
        events.OfType<ObservationRecorded>().Single(e => e.Trial == id.Trial).Late.ShouldBeTrue();
        world.Settle().ShouldBeEmpty();
    }

    [Fact]
    public void Instrument_WhoseLedgerIsLostInTheMiddleOfAStep_LeavesTheStepIndeterminateAndGoesOn()
    {
        var world = new LabWorld(4, new WorldSettings { LosesLedgers = true });
        var annealer = world.Instruments[1];
        world.Start();
        world.Scheduler.Run(() => Begun(annealer) == 2, world.Scheduler.Now.AddHours(1)).ShouldBeTrue();
        var id = annealer.Witness[^1].DispatchId;
        annealer.LoseLedger();

        world.RunUntilOver(TimeSpan.FromHours(3)).ShouldBeTrue();

        world.Ended["film"].Find(id)!.Phase.ShouldBe(DispatchPhase.Indeterminate);
        world.Ended["film"].Trials[id.Trial].Status.ShouldBe(TrialStatus.Quarantined);
        world.Ended["film"].Observed.Count.ShouldBe(11);
        world.Settle().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SteeringOrder.Stop, RunStage.Completed)]
    [InlineData(SteeringOrder.Abort, RunStage.Aborted)]
    [InlineData(SteeringOrder.Drain, RunStage.Completed)]
    public void Campaign_SteeredWhileStepsRun_EndsAsOrdered(SteeringOrder order, RunStage end)
    {
        var world = new LabWorld(5);
        world.Start();
        world.Scheduler.Run(() => Begun(world.Instruments[1]) == 3, world.Scheduler.Now.AddHours(1)).ShouldBeTrue();

        world.Steer(order);
        world.RunUntilOver(TimeSpan.FromHours(3)).ShouldBeTrue();

        world.Ended["film"].Stage.ShouldBe(end);
        world.Orchestrator.Lives.ShouldBe(order == SteeringOrder.Drain ? 2 : 1);
        world.Settle().ShouldBeEmpty();
    }

    [Fact]
    public void Campaign_Paused_BeginsNoStepUntilResumed()
    {
        var world = new LabWorld(6);
        world.Start();
        world.Scheduler.Run(() => Begun(world.Instruments[1]) == 2, world.Scheduler.Now.AddHours(1)).ShouldBeTrue();

        world.Steer(SteeringOrder.Pause);
        world.Scheduler.RunFor(TimeSpan.FromMinutes(5));
        var begun = world.Instruments.Sum(Begun);
        world.Orchestrator.Kill();
        world.Scheduler.RunFor(TimeSpan.FromHours(2));
        world.Instruments.Sum(Begun).ShouldBe(begun);
        world.IsOver.ShouldBeFalse();

        world.Steer(SteeringOrder.Resume);
        world.RunUntilOver(TimeSpan.FromHours(3)).ShouldBeTrue();
        world.Settle().ShouldBeEmpty();
    }

    private static int Begun(InstrumentMachine machine) => machine.Witness.Count(act => act.Kind == WitnessKind.Begun);
}
