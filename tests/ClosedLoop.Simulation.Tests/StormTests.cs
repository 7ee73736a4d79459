namespace ClosedLoop.Simulation.Tests;

public sealed class StormTests
{
    private static readonly WorldSettings[] Recoverable =
    [
        new(),
        new() { Campaigns = [Specs.Synchronous()] },
    ];

    [Fact]
    public void Campaign_InAnyStormWithInstrumentsThatRecover_LosesNothingAndRepeatsNothing() =>
        Seeds.All(150, seed => Run(seed, Recoverable[seed % 2]));

    [Fact]
    public void Campaign_InAnyStormWithInstrumentsThatCannotRecover_QuarantinesExactlyWhatCrashesLeftOpen() =>
        Seeds.All(150, seed => Run(seed, Recoverable[seed % 2] with { Recoverable = false }));

    private static IReadOnlyList<Violation> Run(ulong seed, WorldSettings settings)
    {
        var world = new LabWorld(seed, settings);
        new Storm(seed, world).Blow();
        return Audit.Of(world);
    }
}
