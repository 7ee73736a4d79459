using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Every operation on disk and bus, of every process, is once the last thing that it does.</summary>
public sealed class CrashEverywhereTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Orchestrator_KilledAtEveryOperation_LosesNothing(bool recoverable, bool powerCut) => KillEverywhere(world => world.Orchestrator, recoverable, powerCut, 60);

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Instruments_KilledAtEveryOperation_LoseNothing(bool recoverable, bool powerCut)
    {
        for (var index = 0; index < Specs.Steps.Length; index++)
        {
            var number = index;
            KillEverywhere(world => world.Instruments[number], recoverable, powerCut, 20);
        }
    }

    private static void KillEverywhere(Func<LabWorld, Machine> victim, bool recoverable, bool powerCut, int least)
    {
        var broken = new List<string>();
        foreach (var moment in Enum.GetValues<CrashMoment>())
        {
            var operations = 0;
            while (KillAt(operations + 1, moment, victim, recoverable, powerCut, broken))
            {
                operations++;
            }

            operations.ShouldBeGreaterThan(least);
        }

        broken.ShouldBeEmpty($"{broken.Count} crashes broke a promise: {string.Join(Environment.NewLine, broken.Take(10))}");
    }

    /// <summary>Whether there was such an operation.</summary>
    private static bool KillAt(int operation, CrashMoment moment, Func<LabWorld, Machine> victim, bool recoverable, bool powerCut, List<string> broken)
    {
        var world = new LabWorld(5, new WorldSettings { Campaigns = [Specs.Asynchronous(2)], Recoverable = recoverable });
        var machine = victim(world);
        var plan = new CrashPlan(operation, moment) { Consequence = powerCut ? machine.Disk.PowerCut : null };
        machine.Plan = life => life == 1 ? plan : null;
        world.RunUntilOver(TimeSpan.FromHours(1));
        broken.AddRange(world.Settle().Select(violation => $"{moment} {operation} ({plan.Struck}): {violation.Promise} {violation.Text}"));
        return plan.Struck is not null;
    }
}
