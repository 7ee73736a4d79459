using ClosedLoop.Messaging;

namespace ClosedLoop.Simulators;

/// <summary>One thing that a simulated instrument can do.</summary>
public sealed record SimulatedCapability
{
    /// <summary>The capability, as steps name it.</summary>
    public required string Name { get; init; }

    /// <summary>Where the outputs come from; its inputs are command parameters, or <see cref="PassResponse.Sample"/>.</summary>
    public required IResponse Response { get; init; }

    /// <summary>Mean duration in the lab's time.</summary>
    public required TimeSpan MeanDuration { get; init; }

    /// <summary>Relative standard deviation of the duration, which is lognormal; 0 by default.</summary>
    public double DurationSpread { get; init; }

    /// <summary>The ways in which a step may fail; none by default.</summary>
    public IReadOnlyList<SimulatedFailure> Failures { get; init; } = [];

    /// <summary>Command parameter → limits; none by default.</summary>
    public IReadOnlyDictionary<string, ParameterLimit> Limits { get; init; } = new Dictionary<string, ParameterLimit>();
}
