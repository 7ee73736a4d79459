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

    /// <summary>A disk that fails under one campaign of a host, or under its lab, holds no other one up, and that one goes on by itself.</summary>
    [Theory]
    [InlineData("torn-writes")]
    [InlineData("full-disk")]
    public void RandomCampaigns_OnFailingDisks_KeepEveryPromise(string scenario)
    {
        var limits = new SoakLimits { Scenario = ScenarioLibrary.Find(scenario) };
        var broken = new List<SoakOutcome>();
        Soak.Run(1, 100, limits, Environment.ProcessorCount, outcome => Note(outcome, broken), TestContext.Current.CancellationToken);
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void FailingWorld_Shrunk_HoldsOnlyWhatItNeedsToFailAlike()
    {
        // The world fails as long as it has two of its faults and two trials, whatever else it holds.
        var whole = new SoakLimits { Aim = SoakAim.LostLedgers };
        var numbers = CaseDrawing.Draw(1, whole).Faults.Select(fault => fault.Number).ToList();
        int[] needed = [numbers[1], numbers[^2]];
        IReadOnlyList<Violation> Run(SoakLimits limits) =>
            needed.Except(limits.Faults ?? numbers).Any() || limits.Trials < 2 ? [] : [new Violation(Promise.NothingLost, "as planted")];

        var found = new Shrinking(1, Run, CancellationToken.None).From(whole)!;

        numbers.Count.ShouldBeGreaterThan(5);
        found.Limits.ToString().ShouldBe($" --campaigns 1 --trials 2 --plain-lab --aim LostLedgers --faults {string.Join(',', needed)}");
        found.Command.ShouldBe($"closedloop soak --seeds 1 --from 1{found.Limits}");
    }

    [Fact]
    public void LabThatDoesNotNoticeALostLedger_Shrunk_IsSmallerAndFailsAgainAlike()
    {
        var whole = new SoakLimits { Aim = SoakAim.LostLedgers };
        var seed = 1UL;
        while (Soak.Run(seed, whole, Forgetful).Violations.Count == 0)
        {
            (++seed).ShouldBeLessThan(500UL, "no world shows it");
        }

        var found = new Shrinking(seed, limits => Soak.Run(seed, limits, Forgetful).Violations, CancellationToken.None).From(whole)!;

        found.Limits.Faults!.Count.ShouldBeLessThan(CaseDrawing.Draw(seed, whole).Faults.Count);
        found.Violations.ShouldNotBeEmpty();
        Soak.Run(seed, found.Limits, Forgetful).Violations.ShouldBe(found.Violations);
        Soak.Run(seed, found.Limits).Violations.ShouldBeEmpty();
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

    private static void Note(SoakOutcome outcome, List<SoakOutcome> broken)
    {
        if (outcome.Violations.Count > 0)
        {
            broken.Add(outcome);
        }
    }
}
