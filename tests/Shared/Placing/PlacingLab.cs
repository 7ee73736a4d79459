using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Placing;

/// <summary>A generated lab: instruments, and campaigns with the routes that their samples take.</summary>
internal sealed record PlacingLab(IReadOnlyList<InstrumentView> Instruments, IReadOnlyList<PlacingCampaign> Campaigns)
{
    private static readonly IReadOnlyDictionary<string, (double, double)> NoLimits = new Dictionary<string, (double, double)>();

    /// <summary>An instrument that is ready.</summary>
    public static InstrumentView Instrument(string id, int capacity, params (string Capability, double Seconds)[] capabilities) => new(
        id, true, $"ledger-{id}", true, capacity, capabilities.ToDictionary(capability => capability.Capability, _ => NoLimits))
    {
        Expected = capabilities.ToDictionary(capability => capability.Capability, capability => TimeSpan.FromSeconds(capability.Seconds)),
    };

    public static RouteStep Step(string capability, double? within = null, string? recipe = null) => new(
        capability,
        capability,
        recipe is null ? new Dictionary<string, ParameterValue>() : new Dictionary<string, ParameterValue> { ["recipe"] = recipe },
        TimeSpan.FromHours(1))
    {
        Within = within is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    /// <summary>
    /// The least time in which the work can be done: the longest route, and the load of the busiest group of places. For a capability that several instruments offer,
    /// its work is spread over all of their places at the fastest one's time; setting up is not counted.
    /// </summary>
    public double LowerBound()
    {
        var routes = Campaigns.SelectMany(campaign => campaign.Routes).ToList();
        var longest = routes.Max(route => route.Sum(Shortest));
        var groups = routes.SelectMany(route => route).Select(step => Able(step.Capability)).DistinctBy(able => string.Join(',', able.Select(instrument => instrument.Id))).ToList();
        var busiest = groups.Max(group => routes.SelectMany(route => route)
            .Where(step => Able(step.Capability).All(group.Contains))
            .Sum(Shortest) / group.Sum(instrument => instrument.Capacity));
        return Math.Max(longest, busiest);
    }

    private List<InstrumentView> Able(string capability) => [.. Instruments.Where(instrument => instrument.Capabilities.ContainsKey(capability))];

    private double Shortest(RouteStep step) => Able(step.Capability).Min(instrument => instrument.Expected[step.Capability].TotalSeconds);
}
