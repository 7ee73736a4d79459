using ClosedLoop.Domain;

namespace ClosedLoop.Simulators.Tests;

/// <summary>When faults strike.</summary>
public sealed class FaultPlanTests
{
    private static readonly FaultSite Furnace = new("furnace", ["annealing"], false);
    private static readonly FaultSite Mixer = new("mixer", ["mixing"], false);

    private readonly SimulatedScheduler _scheduler = new();
    private readonly BreakableLab _lab = new(Furnace, Mixer);
    private int _trial;

    [Fact]
    public void Trigger_AfterSteps_StrikesTheNextStepOfItsTargetOnce()
    {
        var plan = Plan(new Fault.Reject { Target = new FaultTarget("annealing"), Trigger = new FaultTrigger { AfterSteps = 2 } });

        Steps(plan, Mixer, 5).ShouldBe("ooooo");
        Steps(plan, Furnace, 5).ShouldBe("ooxoo");
        plan.Strikes.Select(strike => (strike.Kind, strike.Where)).ShouldBe([("reject", "furnace")]);
    }

    [Fact]
    public void Trigger_AtATimeForAWhile_StrikesEveryStepWithin()
    {
        var plan = Plan(new Fault.Reject { Trigger = new FaultTrigger { At = TimeSpan.FromMinutes(3), For = TimeSpan.FromMinutes(2) } });

        Steps(plan, Furnace, 8).ShouldBe("oooxxooo");
    }

    [Fact]
    public void Trigger_Every_StrikesOnceEachTime()
    {
        var plan = Plan(new Fault.Reject { Trigger = new FaultTrigger { At = TimeSpan.FromMinutes(1), Every = TimeSpan.FromMinutes(3) } });

        Steps(plan, Furnace, 9).ShouldBe("oxooxooxo");
    }

    [Fact]
    public void Trigger_Times_IsTheMost()
    {
        var plan = Plan(new Fault.Reject { Trigger = new FaultTrigger { For = TimeSpan.FromHours(1), Times = 2 } });

        Steps(plan, Furnace, 4).ShouldBe("xxoo");
    }

    [Fact]
    public void Trigger_Probability_StrikesAsOftenAndTheSameForTheSameSeed()
    {
        var fault = new Fault.Reject { Trigger = new FaultTrigger { Probability = 0.3 } };

        var struck = Steps(Plan(fault), Furnace, 2000);

        struck.Count(step => step == 'x').ShouldBeInRange(500, 700);
        _trial = 0;
        Steps(Plan(fault), Furnace, 2000).ShouldBe(struck);
    }

    [Fact]
    public void Step_AskedAboutAgain_IsStruckTheSameAndCountsOnce()
    {
        var plan = Plan(new Fault.Reject { Trigger = new FaultTrigger { AfterSteps = 1 } });
        var (first, second) = (Id(1), Id(2));

        plan.OfStep(Furnace, "annealing", first, default).ShouldBe(StepFaults.None);
        var struck = plan.OfStep(Furnace, "annealing", second, default);

        struck.Failure!.Kind.ShouldBe(FailureKind.Rejected);
        plan.OfStep(Furnace, "annealing", second, default).ShouldBe(struck);
        plan.OfStep(Furnace, "annealing", first, default).ShouldBe(StepFaults.None);
    }

    [Fact]
    public void Moment_AtATime_HappensThenAndAgain()
    {
        var plan = Plan(
            new Fault.Restart(TimeSpan.FromSeconds(20))
            {
                Target = FaultTarget.Host,
                Trigger = new FaultTrigger { At = TimeSpan.FromMinutes(1), Every = TimeSpan.FromMinutes(2) },
            },
            new Fault.BrokerRestart(TimeSpan.FromSeconds(5), true) { Trigger = new FaultTrigger { At = TimeSpan.FromMinutes(4) } });

        _scheduler.RunFor(TimeSpan.FromMinutes(4.5));

        _lab.Done.ShouldBe(["restart host 20", "restart host 20", "broker 5 True"]);
        plan.Strikes.Select(strike => (strike.At - new SimulatedScheduler().Now).TotalMinutes).ShouldBe([1, 3, 4]);
        plan.Stop();
        _scheduler.RunFor(TimeSpan.FromHours(1));
        _lab.Done.Count.ShouldBe(3);
    }

    [Fact]
    public void Moment_AfterSteps_HappensInTheMiddleOfTheNext()
    {
        var plan = Plan(new Fault.LoseLedger(TimeSpan.FromSeconds(7)) { Target = new FaultTarget("mixer"), Trigger = new FaultTrigger { AfterSteps = 1 } });
        plan.OfStep(Mixer, "mixing", Id(1), TimeSpan.FromMinutes(10));
        _scheduler.RunFor(TimeSpan.FromHours(1));
        _lab.Done.ShouldBeEmpty();
        var begun = _scheduler.Now;

        plan.OfStep(Mixer, "mixing", Id(2), TimeSpan.FromMinutes(10));
        _scheduler.Run(() => _lab.Done.Count > 0, begun.AddMinutes(10)).ShouldBeTrue();

        _lab.Done.ShouldBe(["lose-ledger mixer 7"]);
        _scheduler.Now.ShouldBeGreaterThan(begun);
    }

    [Fact]
    public void ClockJump_MovesWhatTheTargetsClockShowsAndNotItsTimers()
    {
        var plan = Plan(new Fault.ClockJump(TimeSpan.FromHours(-1)) { Target = FaultTarget.Host, Trigger = new FaultTrigger { At = TimeSpan.FromMinutes(1) } });
        var (host, furnace) = (plan.ClockOf(_scheduler.Time, _lab.Host), plan.ClockOf(_scheduler.Time, Furnace));
        var (began, rings) = (host.GetTimestamp(), 0);
        using var timer = host.CreateTimer(_ => rings++, null, TimeSpan.FromMinutes(2), Timeout.InfiniteTimeSpan);

        _scheduler.RunFor(TimeSpan.FromMinutes(3));

        host.GetUtcNow().ShouldBe(_scheduler.Now.AddHours(-1));
        furnace.GetUtcNow().ShouldBe(_scheduler.Now);
        host.GetElapsedTime(began).ShouldBe(TimeSpan.FromMinutes(3));
        rings.ShouldBe(1);
    }

    [Fact]
    public void Speed_ScalesTheScenariosTimes()
    {
        var trigger = new FaultTrigger { At = TimeSpan.FromHours(1), For = TimeSpan.FromMinutes(10) };
        var plan = new FaultPlan(Scenario(new Fault.Partition { Target = FaultTarget.Host, Trigger = trigger }), 1, speed: 60);
        plan.Start(_lab, _scheduler.Time);

        _scheduler.RunFor(TimeSpan.FromMinutes(1));

        _lab.Done.ShouldBe(["partition host 10"]);
    }

    private static Scenario Scenario(params Fault[] faults) => new() { Name = "test", Faults = faults };

    private FaultPlan Plan(params Fault[] faults)
    {
        var plan = new FaultPlan(Scenario(faults), 1);
        plan.Start(_lab, _scheduler.Time);
        return plan;
    }

    private static DispatchId Id(int trial) => new("run", trial, "step", 1);

    /// <summary>A step a minute: x for one that is struck.</summary>
    private string Steps(FaultPlan plan, FaultSite site, int count) => string.Concat(Enumerable.Range(0, count).Select(_ =>
    {
        var struck = plan.OfStep(site, site.Capabilities[0], Id(++_trial), TimeSpan.FromSeconds(30)) != StepFaults.None;
        _scheduler.RunFor(TimeSpan.FromMinutes(1));
        return struck ? 'x' : 'o';
    }));
}
