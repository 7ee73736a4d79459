using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>
/// Everything about one step that chance decides, from the dispatch's seed alone, so that a device that comes back after a crash knows it again.
/// </summary>
internal sealed record SimulatedAct(TimeSpan Duration, SimulatedFailure? Failure, double FailsAt, Answer Answer)
{
    private const ulong DurationStream = 1;
    private const ulong FailureStream = 2;

    /// <summary>How long the device hangs before it ends, by a fault; infinite until it is told to stop.</summary>
    public TimeSpan Hang { get; init; }

    public static SimulatedAct Plan(SimulatedCapability capability, double speed, IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed)
    {
        var chance = SeededRandom.For(seed, FailureStream);
        var failure = capability.Failures.Count == 0 ? null : Draw(capability.Failures, chance.NextDouble());
        return new SimulatedAct(DurationOf(capability, seed) / speed, failure, chance.NextDouble(), capability.Response.Respond(inputs, seed));
    }

    private static SimulatedFailure? Draw(IReadOnlyList<SimulatedFailure> failures, double uniform)
    {
        foreach (var failure in failures)
        {
            if (uniform < failure.Probability)
            {
                return failure;
            }

            uniform -= failure.Probability;
        }

        return null;
    }

    // Lognormal with the given mean and relative standard deviation.
    private static TimeSpan DurationOf(SimulatedCapability capability, ulong seed)
    {
        var variance = Math.Log(1 + (capability.DurationSpread * capability.DurationSpread));
        var normal = SeededRandom.For(seed, DurationStream).NextNormal();
        return capability.MeanDuration * Math.Exp((Math.Sqrt(variance) * normal) - (variance / 2));
    }
}
