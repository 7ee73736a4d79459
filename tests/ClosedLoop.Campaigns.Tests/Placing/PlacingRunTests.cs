using ClosedLoop.Domain;
using ClosedLoop.Placing;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>Generated labs in virtual time: what must hold whatever the lab, the durations and the order of messages.</summary>
public class PlacingRunTests
{
    private const int CrossingLabs = 60;
    private const int JobShops = 10;

    /// <summary>Two samples in two instruments that keep them, each on its way into the other's place.</summary>
    private static readonly PlacingLab Swap = new(
        [PlacingLab.Instrument("a", 1, ("a", 60)) with { KeepsSamples = true }, PlacingLab.Instrument("b", 1, ("b", 60)) with { KeepsSamples = true }],
        [
            new PlacingCampaign("run-1", 1, 1, [[PlacingLab.Step("a"), PlacingLab.Step("b")]]),
            new PlacingCampaign("run-2", 1, 1, [[PlacingLab.Step("b"), PlacingLab.Step("a")]]),
        ]);

    [Fact]
    public void SamplesThatSwapPlaces_FirstComeFirstServed_AreStuckForEver() => new PlacingRun(Swap, new PlacingChance(1), FirstCome.Plan).Run().ShouldBeNull();

    /// <summary>One after the other, since there is nowhere to put the other meanwhile.</summary>
    [Fact]
    public void SamplesThatSwapPlaces_Planned_PassEachOther() => new PlacingRun(Swap, new PlacingChance(1), Placement.Plan).Run().ShouldBe(240);

    [Fact]
    public void CrossingRoutes_UnderAnyOrderOfMessages_NeverBlockEachOther()
    {
        var stuck = new List<string>();
        var stuckFirstCome = 0;
        for (var seed = 1; seed <= CrossingLabs; seed++)
        {
            var lab = GeneratedLabs.Crossing(seed);
            PlacingChance Chance() => new(seed, spread: 0.5, delay: seed % 2 == 0 ? 60 : 0, away: seed % 3 == 0 ? 0.5 : 0);
            var run = new PlacingRun(lab, Chance(), Placement.Plan);
            if (run.Run() is null)
            {
                stuck.Add($"lab {seed}: {run.Done} done, {string.Join(" | ", run.Last.Waits.Select(wait => $"{wait.Id}: {wait.Reason}"))}");
            }

            stuckFirstCome += new PlacingRun(lab, Chance(), FirstCome.Plan).Run() is null ? 1 : 0;
        }

        stuck.ShouldBeEmpty();
        stuckFirstCome.ShouldBeGreaterThan(CrossingLabs / 4, "the labs must be such that samples can block each other");
    }

    [Fact]
    public void Places_AreNeverGivenTwice()
    {
        for (var seed = 1; seed <= JobShops; seed++)
        {
            var lab = seed % 2 == 0 ? GeneratedLabs.Crossing(seed) : GeneratedLabs.JobShop(seed, setups: true, windows: true, trials: 5);
            var run = new PlacingRun(lab, new PlacingChance(seed, spread: 0.3, delay: 20), Placement.Plan);
            run.Run();
            foreach (var instrument in lab.Instruments)
            {
                var acts = run.Acts.Where(act => act.Grant.Instrument == instrument.Id).ToList();
                acts.Select(act => acts.Count(other => other.Start <= act.Start && act.Start < other.End - 1e-6)).DefaultIfEmpty().Max().ShouldBeLessThanOrEqualTo(instrument.Capacity, $"lab {seed} {instrument.Id}");
            }
        }
    }

    /// <summary>Whoever asks, and in whatever order instruments are known: the plan is the same.</summary>
    [Fact]
    public void Plan_DoesNotDependOnTheOrderOfWhatItIsTold()
    {
        for (var seed = 1; seed <= JobShops; seed++)
        {
            var number = seed;
            var chance = new Random(seed);
            new PlacingRun(GeneratedLabs.JobShop(seed, setups: true, trials: 3), new PlacingChance(seed, spread: 0.3), picture =>
            {
                var plan = Placement.Plan(picture);
                var instruments = picture.Instruments.ToArray();
                var demands = picture.Demands.ToArray();
                chance.Shuffle(instruments);
                chance.Shuffle(demands);
                Placement.Plan(picture with { Instruments = instruments, Demands = demands }).Grants.ShouldBe(plan.Grants, $"lab {number}");
                return plan;
            }).Run().ShouldNotBeNull();
        }
    }

    /// <summary>
    /// The bound: a waiting step is overtaken by at most <see cref="Placement.MostOvertaken"/> later steps of its own run, and, since its run was last served there, by later steps of others
    /// that cost as much of their shares as so many of its own; and by one more step for each sample that is under way.
    /// </summary>
    [Fact]
    public void NoStep_IsOvertakenMoreThanTheBoundSays()
    {
        for (var seed = 1; seed <= 2 * JobShops; seed++)
        {
            var lab = seed % 2 == 0 ? GeneratedLabs.JobShop(seed, setups: true, windows: seed % 3 == 0, trials: 7) : GeneratedLabs.Crossing(seed);
            var inFlight = lab.Campaigns.Sum(campaign => campaign.InFlight);
            var run = new PlacingRun(lab, new PlacingChance(seed, spread: 0.3), Placement.Plan);
            run.Run().ShouldNotBeNull();
            foreach (var (grant, index) in run.Grants.Select((grant, index) => (grant, index)))
            {
                var before = run.Grants.Take(index).Where(other => other.Instrument == grant.Instrument).ToList();
                before.Count(other => other.Id.Run == grant.Id.Run && other.Since > grant.Since)
                    .ShouldBeLessThanOrEqualTo(Placement.MostOvertaken + inFlight, $"lab {seed}: {grant.Id}");

                var others = before.Skip(1 + before.FindLastIndex(other => other.Id.Run == grant.Id.Run)).Where(other => other.Since > grant.Since).Select(Cost).ToList();
                others.Sum().ShouldBeLessThanOrEqualTo((Placement.MostOvertaken * Cost(grant)) + ((inFlight + 1) * others.DefaultIfEmpty().Max()), $"lab {seed}: {grant.Id}");
            }
        }
    }

    private static double Cost(StepGranted grant) => grant.ExpectedSeconds!.Value / grant.Priority!.Value;

    /// <summary>One oven, always wanted by both: it serves them as their priorities are, whatever the length of their steps.</summary>
    [Theory]
    [InlineData(1, 1, 100, 100)]
    [InlineData(3, 1, 100, 100)]
    [InlineData(1, 1, 300, 50)]
    [InlineData(4, 1, 50, 200)]
    public void ContestedInstrument_ServesCampaignsByTheirPriorities(int first, int second, double firstSeconds, double secondSeconds)
    {
        var lab = new PlacingLab(
            [PlacingLab.Instrument("oven", 1, ("long", firstSeconds), ("short", secondSeconds))],
            [
                new PlacingCampaign("run-1", first, 4, [.. Enumerable.Repeat<IReadOnlyList<RouteStep>>([PlacingLab.Step("long")], 250)]),
                new PlacingCampaign("run-2", second, 4, [.. Enumerable.Repeat<IReadOnlyList<RouteStep>>([PlacingLab.Step("short")], 250)]),
            ]);
        var run = new PlacingRun(lab, new PlacingChance(1), Placement.Plan);
        run.Run();

        // While both still want it.
        var both = run.Acts.TakeWhile(act => act.Grant.Id.Trial < 240).ToList();
        var served = both.ToLookup(act => act.Grant.Id.Run, act => act.End - act.Start);
        (served["run-1"].Sum() / served["run-2"].Sum()).ShouldBe((double)first / second, 0.12 * first / second);
    }

    /// <summary>Twenty places are given at once, but not all to the campaign that asked first: neither comes ahead of the other by more than two steps.</summary>
    [Fact]
    public void ManyPlaces_OfWhichEachWantsAll_AreSharedFromTheFirstPlanOn()
    {
        var lab = new PlacingLab(
            [PlacingLab.Instrument("cluster", 20, ("run", 100))],
            [
                new PlacingCampaign("run-1", 1, 40, [.. Enumerable.Repeat<IReadOnlyList<RouteStep>>([PlacingLab.Step("run")], 100)]),
                new PlacingCampaign("run-2", 1, 40, [.. Enumerable.Repeat<IReadOnlyList<RouteStep>>([PlacingLab.Step("run")], 100)]),
            ]);
        var run = new PlacingRun(lab, new PlacingChance(1, spread: 0.3), Placement.Plan);
        run.Run().ShouldNotBeNull();

        var ahead = 0;
        foreach (var grant in run.Grants.TakeWhile(grant => grant.Id.Trial < 60))
        {
            ahead += grant.Id.Run == "run-1" ? 1 : -1;
            Math.Abs(ahead).ShouldBeLessThanOrEqualTo(3, $"after {grant.Id}");
        }
    }

    /// <summary>A thousand that wait for the same, and a few that do not: as with one place at a time, whoever has waited longest begins.</summary>
    [Fact]
    public void ManyThatWaitForTheSame_BeginTogether_AndThoseWhoAskedFirst()
    {
        var step = PlacingLab.Step("run");
        SampleRoute Waiting(int trial) => new(trial, [step]) { Owed = new DispatchId("run-1", trial, "run", 1), Since = Labs.Now.AddSeconds(-trial % 100) };
        var demand = new CampaignDemand("run-1", "run-1", 1, [.. Enumerable.Range(1, 1000).Select(Waiting)]);
        var plan = Placement.Plan(Labs.Picture(LabState.Empty, [PlacingLab.Instrument("cluster", 600, ("run", 100))], demand));

        plan.Grants.Count.ShouldBe(600);
        plan.Waits.Count.ShouldBe(400);
        plan.Grants.Min(grant => grant.Id.Trial % 100).ShouldBe(40);
        plan.Waits.Max(wait => wait.Id.Trial % 100).ShouldBe(39);
    }

    /// <summary>A steady stream of what suits the oven better does not keep a step out for ever.</summary>
    [Fact]
    public void StepThatNeedsSettingUp_IsNotStarvedByAStreamThatDoesNot()
    {
        var lab = new PlacingLab(
            [PlacingLab.Instrument("oven", 1, ("heat", 60)) with { Setup = new SetupChange("recipe", TimeSpan.FromSeconds(600)) }],
            [new PlacingCampaign("run-1", 1, 5, [.. Enumerable.Range(0, 100).Select(trial => (IReadOnlyList<RouteStep>)[PlacingLab.Step("heat", recipe: trial == 3 ? "odd" : "usual")])])]);
        var run = new PlacingRun(lab, new PlacingChance(1), Placement.Plan);
        run.Run();

        var odd = run.Grants.FindIndex(grant => grant.Id.Trial == 4);
        odd.ShouldBeGreaterThan(3, "what suits goes first");
        run.Grants.Take(odd).Count(grant => grant.Since > run.Grants[odd].Since).ShouldBe(Placement.MostOvertaken);
    }
}
