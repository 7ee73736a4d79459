using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Placement in the production host: two campaigns on the same instruments, time limits, kept places.</summary>
public sealed class PlacingTests
{
    /// <summary>The annealer is what both want all the time: while both run, it serves them by their priorities.</summary>
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(3, 0.75)]
    public void TwoCampaigns_SharingOneBottleneck_GetTheirShares(int priority, double share)
    {
        var world = new LabWorld(1, new WorldSettings { Campaigns = [Free(Specs.Asynchronous(24)) with { Priority = priority }, Free(Specs.Asynchronous(24, "other"))] });

        world.RunUntilOver(TimeSpan.FromHours(4)).ShouldBeTrue();
        world.Settle().ShouldBeEmpty();
        var anneals = world.Instruments[1].Witness.Where(act => act.Kind == WitnessKind.Begun).ToList();
        var contested = anneals.TakeWhile(act => act.DispatchId.Trial < 22).ToList();
        (contested.Count(act => act.DispatchId.Run.StartsWith("film", StringComparison.Ordinal)) / (double)contested.Count).ShouldBe(share, 0.1);
        contested.Count.ShouldBeGreaterThan(20);
    }

    /// <summary>A campaign that comes while another has filled the lab is served within the bound.</summary>
    [Fact]
    public void CampaignThatComesLater_IsNotStarved()
    {
        var world = new LabWorld(2, new WorldSettings { Campaigns = [Free(Specs.Asynchronous(30)), Free(Specs.Synchronous(4, "late"))] });

        world.RunUntilOver(TimeSpan.FromHours(4)).ShouldBeTrue();

        var late = world.Ended["late"];
        var film = world.Ended["film"];
        late.EndedAt!.Value.ShouldBeLessThan(film.StartedAt + ((film.EndedAt!.Value - film.StartedAt) / 2));
    }

    /// <summary>Each film is measured within 40 s after it was annealed though the meter is shared and slow; nothing is begun that could not be.</summary>
    [Fact]
    public void TimeLimits_AreKeptByWaitingBeforeTheStepThatStartsThem()
    {
        var limited = Free(Specs.Asynchronous(12)) with
        {
            Workflow = [.. Specs.Asynchronous().Workflow.Select(step => step.Name == "measure" ? step with { Within = new Window(TimeSpan.FromSeconds(40)) } : step)],
        };
        var world = new LabWorld(3, new WorldSettings { Campaigns = [limited, Free(Specs.Asynchronous(12, "other"))], Projected = true });

        world.RunUntilOver(TimeSpan.FromHours(4)).ShouldBeTrue();

        world.Events("film").OfType<WindowMissed>().ShouldBeEmpty();
        world.Ended["film"].Observed.Count.ShouldBe(12);
    }

    [Fact]
    public void TimeLimit_ThatAnOutageBreaks_FailsTheTrialAndNothingElse()
    {
        var limited = Free(Specs.Asynchronous(6)) with
        {
            Workflow = [.. Specs.Asynchronous().Workflow.Select(step => step.Name == "measure" ? step with { Within = new Window(TimeSpan.FromSeconds(40)) } : step)],
        };
        var world = new LabWorld(4, new WorldSettings { Campaigns = [limited] });
        var (annealer, meter) = (world.Instruments[1], world.Instruments[2]);
        world.Start();
        world.Scheduler.Run(() => annealer.Witness.Count(act => act.Kind == WitnessKind.Begun) == 2, world.Scheduler.Now.AddHours(1)).ShouldBeTrue();
        meter.OffUntil = world.Scheduler.Now.AddMinutes(10);
        meter.Kill();

        world.RunUntilOver(TimeSpan.FromHours(4)).ShouldBeTrue();
        world.Scheduler.RunFor(TimeSpan.FromMinutes(2));

        var missed = world.Events("film").OfType<WindowMissed>().ToList();
        missed.ShouldHaveSingleItem().Step.ShouldBe("measure");
        world.Ended["film"].Trials[missed[0].Trial].Status.ShouldBe(TrialStatus.Failed);
        world.Ended["film"].Trials.Values.Count(trial => trial.Status == TrialStatus.Observed).ShouldBe(5);
    }

    /// <summary>The annealer keeps its samples, the measuring is slow to come: nobody is put onto a sample that still lies there.</summary>
    [Fact]
    public void KeptPlace_IsGivenToNobodyUntilItsSampleWasTakenUp()
    {
        var world = new LabWorld(5, new WorldSettings { Campaigns = [Free(Specs.Asynchronous(12)), Free(Specs.Synchronous(8, "other"))], KeepsSamples = true });

        world.RunUntilOver(TimeSpan.FromHours(4)).ShouldBeTrue();
        world.Settle().ShouldBeEmpty();
        var acts = world.Instruments.SelectMany(machine => machine.Witness).Where(act => act.Kind == WitnessKind.Begun).OrderBy(act => act.Time).ToList();
        for (var step = 0; step < 2; step++)
        {
            string? lies = null;
            foreach (var act in acts)
            {
                var sample = $"{act.DispatchId.Run}.{act.DispatchId.Trial}";
                if (act.DispatchId.Step == Specs.Steps[step])
                {
                    lies.ShouldBeNull($"{act.DispatchId} began on the sample of {lies}");
                    lies = sample;
                }
                else if (act.DispatchId.Step == Specs.Steps[step + 1] && lies == sample)
                {
                    lies = null;
                }
            }
        }
    }

    private static CampaignSpec Free(CampaignSpec spec) => spec with { Budget = new Budget(spec.Budget.Trials, null, null) };
}
