using ClosedLoop.Domain;
using ClosedLoop.Optimization;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

/// <summary>Draws the world of a seed. Campaigns, lab and faults come from chances of their own, so that leaving something out leaves the rest as it was.</summary>
internal static class CaseDrawing
{
    /// <summary>The share of worlds that run under the optimizer of production, one in so many; the others draw candidates at random from all that the planner is told.</summary>
    private const ulong OneInSoMany = 50;

    public static SoakCase Draw(ulong seed, SoakLimits limits)
    {
        var crafts = CraftDrawing.Draw(SeededRandom.For(seed, 21));
        var campaigns = CampaignDrawing.Draw(SeededRandom.For(seed, 22), crafts, seed).Take(limits.Campaigns ?? int.MaxValue).Select(spec => Within(spec, limits)).ToList();
        var people = SeededRandom.For(seed, 26);
        campaigns = [.. campaigns.Select(spec => PeopleDrawing.Approved(people, spec))];
        var instruments = LabDrawing.Draw(SeededRandom.For(seed, 23), crafts);
        var faults = new FaultDrawing(SeededRandom.For(seed, 24), instruments).Draw(limits.Aim);
        var chance = SeededRandom.For(seed, 25);
        return new SoakCase
        {
            Seed = limits.Chance == 0 ? seed : SeededRandom.For(seed, 30 + (ulong)limits.Chance).NextUInt64(),
            Campaigns = campaigns,
            Instruments = limits.PlainLab ? LabDrawing.Plain(instruments) : instruments,
            Faults = [.. faults.Faults.Where(fault => limits.Scenario is null && limits.Faults?.Contains(fault.Number) != false && (!limits.PlainLab || StrikesPlain(fault, instruments)))],
            Stock = PeopleDrawing.Stock(SeededRandom.For(seed, 27), crafts),
            Calm = faults.Calm,
            Scenario = limits.Scenario,
            Projected = chance.Chance(0.2),
            Resumed = chance.Chance(0.8),
            Planner = seed % OneInSoMany == 0 ? () => new BayesianPlanner() : () => new DrawPlanner(),
        };
    }

    private static CampaignSpec Within(CampaignSpec spec, SoakLimits limits) =>
        limits.Trials is { } most && most < spec.Budget.Trials ? spec with { Budget = spec.Budget with { Trials = most } } : spec;

    /// <summary>Whether a fault's machine is there in the plain lab too.</summary>
    private static bool StrikesPlain(SoakFault fault, IReadOnlyList<SimulatedInstrumentSettings> instruments) =>
        !instruments.Skip(LabDrawing.Plain(instruments).Count).Any(spare => fault.Strikes(spare.Id));
}
