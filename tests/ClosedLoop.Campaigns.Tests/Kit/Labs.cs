using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>Labs and demands for placing.</summary>
internal static class Labs
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static LabSituation Picture(LabState state, IReadOnlyList<InstrumentView> instruments, params CampaignDemand[] demands) => new(state, instruments, demands, Now);

    public static CampaignDemand Demand(string run, params SampleRoute[] samples) => new(run, run, 1, samples);

    public static InstrumentView Instrument(string id, string capability, double seconds, int capacity = 1, double upper = 500) => new(
        id, true, $"ledger-{id}", false, capacity, new Dictionary<string, IReadOnlyDictionary<string, (double, double)>> { [capability] = new Dictionary<string, (double, double)> { ["temperature"] = (0, upper) } })
    {
        Expected = new Dictionary<string, TimeSpan> { [capability] = TimeSpan.FromSeconds(seconds) },
    };

    public static RouteStep Step(string capability, double? within = null, double temperature = 300) =>
        new(capability, capability, new Dictionary<string, ParameterValue> { ["temperature"] = temperature }, TimeSpan.FromMinutes(10))
        {
            Within = within is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };

    /// <summary>A sample whose next step waits since some seconds.</summary>
    public static SampleRoute Waiting(DispatchId id, params string[] capabilities) => Waiting(id, 10, [.. capabilities.Select(capability => Step(capability))]);

    public static SampleRoute Waiting(DispatchId id, double since, params RouteStep[] steps) =>
        new(id.Trial, steps) { Owed = id, Since = Now.AddSeconds(-since) };
}
