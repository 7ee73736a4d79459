using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

/// <summary>Draws what a world needs people for: approvals, and stock that does not last.</summary>
internal static class PeopleDrawing
{
    /// <summary>The campaign, some of whose steps are to be approved.</summary>
    public static CampaignSpec Approved(SeededRandom random, CampaignSpec spec) => !random.Chance(0.2) ? spec : spec with
    {
        Workflow = [.. spec.Workflow.Select(step => random.Chance(0.5) ? step with { Approve = new Approval(random.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)), random.Chance(0.5)) } : step)],
    };

    /// <summary>Some of the crafts use something up, of which there is enough for a few steps.</summary>
    public static IReadOnlyList<StockItem> Stock(SeededRandom random, IReadOnlyList<Craft> crafts) => !random.Chance(0.2) ? [] :
    [
        .. crafts.Where(_ => random.Chance(0.7)).Select(craft => new StockItem(
            $"{craft.Name}-stock",
            2 + random.Next(6),
            "mL",
            new Dictionary<string, (double? Amount, string? Parameter)> { [craft.Name] = (0.5 + random.NextDouble(), null) })),
    ];
}
