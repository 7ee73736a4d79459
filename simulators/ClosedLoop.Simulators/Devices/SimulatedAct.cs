using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>
/// Everything about one step that chance decides, from the dispatch's seed alone, so that a device that comes back after a crash knows it again.
/// </summary>
internal sealed record SimulatedAct(TimeSpan Duration, bool Fails, double FailsAt, Answer Answer)
{
    private const ulong DurationStream = 1;
    private const ulong FailureStream = 2;

    public static SimulatedAct Plan(SimulatedCapability capability, double speed, IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed)
    {
        var chance = SeededRandom.For(seed, FailureStream);
        var fails = chance.Chance(capability.FailureProbability);
        return new SimulatedAct(DurationOf(capability, seed) / speed, fails, chance.NextDouble(), capability.Response.Respond(inputs, seed));
    }

    // Lognormal with the given mean and relative standard deviation.
    private static TimeSpan DurationOf(SimulatedCapability capability, ulong seed)
    {
        var variance = Math.Log(1 + (capability.DurationSpread * capability.DurationSpread));
        var normal = SeededRandom.For(seed, DurationStream).NextNormal();
        return capability.MeanDuration * Math.Exp((Math.Sqrt(variance) * normal) - (variance / 2));
    }
}
