using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

/// <summary>Draws the instruments of a lab: one for every craft, then perhaps some that can do the same.</summary>
internal static class LabDrawing
{
    public static IReadOnlyList<SimulatedInstrumentSettings> Draw(SeededRandom random, IReadOnlyList<Craft> crafts)
    {
        var failing = random.Chance(0.3);
        var recovers = random.Chance(0.6);
        var keeps = random.Chance(0.15);
        var instruments = crafts.Select(craft => Instrument(random, craft, 1, failing, recovers || random.Chance(0.5))).ToList();
        foreach (var craft in crafts)
        {
            if (random.Chance(0.2))
            {
                instruments.Add(Instrument(random, craft, 2, failing, recovers || random.Chance(0.5)));
            }
        }

        return [.. instruments.Select(instrument => instrument with { KeepsSamples = keeps })];
    }

    /// <summary>One instrument for every craft, which neither fails nor refuses and can be asked after a crash.</summary>
    public static IReadOnlyList<SimulatedInstrumentSettings> Plain(IReadOnlyList<SimulatedInstrumentSettings> instruments) =>
    [
        .. instruments.Where(instrument => instrument.Id.EndsWith("-1", StringComparison.Ordinal)).Select(instrument => instrument with
        {
            Capacity = 1,
            Recovers = true,
            KeepsSamples = false,
            Capabilities = [.. instrument.Capabilities.Select(capability => capability with { Failures = [], Limits = new Dictionary<string, ParameterLimit>() })],
        }),
    ];

    private static SimulatedInstrumentSettings Instrument(SeededRandom random, Craft craft, int number, bool failing, bool recovers) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{craft.Name}-{number}"),
        Capacity = random.Chance(0.25) ? 2 : 1,
        Recovers = recovers,
        Capabilities =
        [
            new SimulatedCapability
            {
                Name = craft.Name,
                Response = new StepResponse(Craft.Inputs, craft.Output),
                MeanDuration = TimeSpan.FromSeconds(craft.Seconds),
                DurationSpread = 0.3 * random.NextDouble(),
                Failures = failing ? [Failure(random)] : [],
                Limits = failing && random.Chance(0.2) ? new Dictionary<string, ParameterLimit> { ["b"] = new(0, 30, null) } : new Dictionary<string, ParameterLimit>(),
            },
        ],
    };

    private static SimulatedFailure Failure(SeededRandom random) => new(0.3 * random.NextDouble(), (SampleFate)random.Next(3))
    {
        Kind = random.Chance(0.2) ? FailureKind.Rejected : FailureKind.Error,
    };
}
