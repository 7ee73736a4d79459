using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>One way in which a simulated step may fail.</summary>
/// <param name="Probability">From 0 to 1; the probabilities of a capability's failures add up to at most 1.</param>
/// <param name="Sample">What it does to the sample; with <see cref="SampleFate.Untouched"/> the device fails before it acts.</param>
public sealed record SimulatedFailure(double Probability, SampleFate Sample)
{
    /// <summary>How it is told; <see cref="FailureKind.Error"/> by default. A rejection comes at once.</summary>
    public FailureKind Kind { get; init; } = FailureKind.Error;
}
