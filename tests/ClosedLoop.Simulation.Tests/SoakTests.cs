using System.Globalization;
using ClosedLoop.Soaks;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Simulation.Tests;

public sealed class SoakTests
{
    /// <summary>Worlds of an ordinary run; CLOSEDLOOP_SOAK says otherwise.</summary>
    private const int Worlds = 10_000;

    [Fact]
    public void RandomCampaigns_InRandomLabsUnderRandomFaults_KeepEveryPromise()
    {
        var count = Environment.GetEnvironmentVariable("CLOSEDLOOP_SOAK") is { Length: > 0 } wanted ? int.Parse(wanted, CultureInfo.InvariantCulture) : Worlds;
        var broken = new List<SoakOutcome>();
        Soak.Run(1, count, new SoakLimits(), Environment.ProcessorCount, outcome => Note(outcome, broken), TestContext.Current.CancellationToken);

        var first = broken.Count == 0 ? null : Soak.Shrink(broken.Min(outcome => outcome.Seed), new SoakLimits(), TestContext.Current.CancellationToken);
        broken.Count.ShouldBe(0, first is null ? "" : $"{first.Violations[0]}{Environment.NewLine}{string.Join(Environment.NewLine, first.Pieces)}{Environment.NewLine}{first.Command}");
    }

    [Fact]
    public void FailingWorld_Shrunk_HoldsFewFaultsAndFailsAgainAlike()
    {
        var whole = new SoakLimits();
        var first = Enumerable.Range(1, 500).Select(seed => (Seed: (ulong)seed, Found: Shrink((ulong)seed, whole))).First(pair => pair.Found is not null);
        var found = first.Found!;

        found.Limits.Faults!.Count.ShouldBeLessThan(8);
        found.Violations.ShouldContain(violation => violation.Promise == Promise.ActsOnce);
        Soak.Run(first.Seed, found.Limits, Forgetful).Violations.ShouldBe(found.Violations);
        found.Command.ShouldBe($"closedloop soak --seeds 1 --from {first.Seed}{found.Limits}");
        foreach (var number in found.Limits.Faults)
        {
            var less = found.Limits with { Faults = [.. found.Limits.Faults.Except([number])] };
            Soak.Run(first.Seed, less, Forgetful).Violations.ShouldNotContain(violation => violation.Promise == Promise.ActsOnce);
        }
    }

    [Fact]
    public void World_OfWhichSomethingIsLeftOut_KeepsTheRest()
    {
        for (var seed = 1UL; seed <= 50; seed++)
        {
            var whole = CaseDrawing.Draw(seed, new SoakLimits());
            var numbers = whole.Faults.Select(fault => fault.Number).Where(number => number % 2 == 0).ToList();

            var less = CaseDrawing.Draw(seed, new SoakLimits { Campaigns = 1, Trials = 2, Faults = numbers });

            less.Faults.ShouldBe(whole.Faults.Where(fault => fault.Number % 2 == 0));
            less.Instruments.Select(instrument => instrument.Id).ShouldBe(whole.Instruments.Select(instrument => instrument.Id));
            less.Campaigns.ShouldHaveSingleItem().Workflow.Count.ShouldBe(whole.Campaigns[0].Workflow.Count);
            less.Campaigns[0].Budget.Trials.ShouldBe(2);
        }
    }

    [Fact]
    public void World_ThatCannotEnd_IsSaidToHang()
    {
        var dark = CaseDrawing.Draw(1, new SoakLimits { Faults = [] }) with
        {
            Faults = [new SoakFault.RestartBroker(TimeSpan.FromDays(1), false) { Number = 1, At = TimeSpan.FromSeconds(40) }],
        };

        SoakWorld.Run(dark).ShouldContain(violation => violation.Promise == Promise.Ends);
    }

    /// <summary>Every new ledger has the same id, so that a lost one is not noticed.</summary>
    private static Tampering Forgetful => new() { LedgerId = "always-the-same" };

    private static SoakFinding? Shrink(ulong seed, SoakLimits limits) =>
        new Shrinking(seed, smaller => [.. Soak.Run(seed, smaller, Forgetful).Violations.Where(violation => violation.Promise == Promise.ActsOnce)], CancellationToken.None).From(limits);

    private static void Note(SoakOutcome outcome, List<SoakOutcome> broken)
    {
        if (outcome.Violations.Count > 0)
        {
            broken.Add(outcome);
        }
    }
}
