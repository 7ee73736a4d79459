using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Simulation.Tests;

/// <summary>The rules that make at most once true, each broken on purpose: the checks must see it, or they see nothing.</summary>
public sealed class MutantTests
{
    private const int MostSeeds = 60;

    [Fact]
    public void SendBeforeJournal_IsCaught() =>
        Catch(Promise.JournalFirst, seed => Storm.Over(seed, With(new Tampering { Disk = (disk, process) => new LateDisk(disk, process.Time) })));

    [Fact]
    public void FreshIdOnResend_IsCaught() =>
        Catch(Promise.ActsOnce, seed => Storm.Over(seed, With(new Tampering { Bus = (bus, _) => new FreshIdOnResend(bus) })));

    [Fact]
    public void ForgottenPendingTrial_IsCaught() =>
        Catch(Promise.SameProposals, seed => Storm.Over(seed, With(new Tampering { Planner = planner => new ForgetsPending(planner) })));

    [Fact]
    public void SilenceTakenForFailure_IsCaught() =>
        Catch(Promise.ActsOnce, seed => Storm.Over(seed, With(new Tampering { Bus = (bus, process) => new SilenceIsFailure(bus, process.Time) }) with { Twins = true }));

    [Fact]
    public void ForgottenLedgerId_IsCaught() =>
        Catch(Promise.ActsOnce, seed => Storm.Over(seed, With(new Tampering { LedgerId = "always-the-same" }) with { LosesLedgers = true }));

    [Fact]
    public void RetryAfterAnAlteredSample_IsCaught() => Catch(
        Promise.ActsOnce,
        seed => Storm.Over(seed, With(new Tampering { Bus = (bus, _) => new UnknownIsUntouched(bus) }) with { Failures = 0.2, FailureSample = SampleFate.Altered }));

    [Fact]
    public void CloseBeforeJournal_IsCaught() =>
        Catch(Promise.JournalFirst, seed => Storm.Over(seed, With(new Tampering { Bus = (bus, _) => new CloseBeforeJournal(bus) })));

    [Fact]
    public void NoTombstone_IsCaught() => Catch(Promise.UntouchedIsUntouched, seed => AbortOnASlowNetwork(seed, NoTombstones()));

    [Fact]
    public void Abort_OnASlowNetwork_NeverBeginsWhatIsSaidToBeCancelled() =>
        Seeds.All(MostSeeds, seed => AbortOnASlowNetwork(seed, Tampering.None));

    private static WorldSettings With(Tampering tampering) => new() { Tampering = tampering };

    private static Tampering NoTombstones()
    {
        var seen = new HashSet<DispatchId>();
        return new Tampering { InstrumentBus = (bus, process) => new NoTombstone(bus, process.Time, seen) };
    }

    /// <summary>Commands and cancellations overtake each other.</summary>
    private static IReadOnlyList<Violation> AbortOnASlowNetwork(ulong seed, Tampering tampering)
    {
        var world = new LabWorld(seed, With(tampering), new BusFaults { Reorder = true, MaxLatency = TimeSpan.FromSeconds(15) });
        world.Start();
        world.Scheduler.Run(() => world.Host?.Runs.Values.Any(runner => runner.State.Trials.Values.Any(trial => trial.Dispatches.Any(dispatch => dispatch.IsOpen))) == true, world.Scheduler.Now.AddMinutes(10));
        world.Scheduler.RunFor(SeededRandom.For(seed, 9).Between(TimeSpan.Zero, TimeSpan.FromSeconds(10)));
        world.Steer(SteeringOrder.Abort);
        world.RunUntilOver(TimeSpan.FromHours(1));
        world.Bus.Faults = new BusFaults();
        world.Scheduler.RunFor(TimeSpan.FromMinutes(2));
        return Audit.Of(world);
    }

    private static void Catch(Promise promise, Func<ulong, IReadOnlyList<Violation>> run)
    {
        var seen = new List<Promise>();
        for (var seed = 1UL; seed <= MostSeeds; seed++)
        {
            var broken = run(seed).Select(violation => violation.Promise).ToList();
            if (broken.Contains(promise))
            {
                return;
            }

            seen.AddRange(broken);
        }

        Assert.Fail($"not caught as {promise} in {MostSeeds} worlds; seen were {string.Join(", ", seen.Distinct())}");
    }
}
