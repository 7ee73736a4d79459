using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Capabilities are retained, valid, and say each name once</summary>
internal sealed class CapabilitiesCheck : IConformanceCheck
{
    public string Id => "capabilities";

    public string Says => "Capabilities are retained, valid, and say each name once";

    public string Rule => "capabilities";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var topic = scene.Bench.Topics.InstrumentCapabilities(scene.Bench.Settings.Instrument);
        if (await scene.Bench.RetainedAsync(topic, scene.Patience) is not { } retained)
        {
            return new CheckOutcome.Failed("a newcomer finds no retained capabilities");
        }

        if (retained.Content is not CapabilitiesMessage shown)
        {
            return new CheckOutcome.Failed($"they cannot be read: {retained.Problem}");
        }

        var names = shown.Capabilities.Select(capability => capability.Name).ToList();
        return Twice(names) is { } name ? new CheckOutcome.Failed($"the capability '{name}' is declared twice")
            : shown.Capabilities.Select(Unclear).FirstOrDefault(problem => problem is not null) is { } unclear ? new CheckOutcome.Failed(unclear)
            : shown.Version.Length == 0 ? new CheckOutcome.Failed("`version` is empty")
            : new CheckOutcome.Passed(
                $"{string.Join(", ", names)}; capacity {shown.Capacity}, {(shown.Simulated ? "simulated" : "physical")}, version {shown.Version}");
    }

    private static string? Unclear(CapabilityMessage capability) =>
        Twice(capability.Inputs) is { } input ? $"'{capability.Name}' needs the input '{input}' twice"
        : Twice(capability.Outputs) is { } output ? $"'{capability.Name}' promises the output '{output}' twice"
        : null;

    private static string? Twice(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;
}
