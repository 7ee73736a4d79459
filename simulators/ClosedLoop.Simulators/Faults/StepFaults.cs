using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>What goes wrong with one step. Decided once for each dispatch, so that a device that comes back after a crash knows it again.</summary>
internal sealed record StepFaults
{
    public static StepFaults None { get; } = new();

    /// <summary>How the step fails; null when it does not.</summary>
    public SimulatedFailure? Failure { get; init; }

    /// <summary>So many times as long.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>How long it hangs, in the clock's time; infinite until it is told to stop.</summary>
    public TimeSpan Hang { get; init; }

    public StepFaults With(Fault.OfStep fault, double speed) => fault switch
    {
        Fault.Reject => this with { Failure = new SimulatedFailure(1, SampleFate.Untouched) { Kind = FailureKind.Rejected } },
        Fault.Error error => this with { Failure = new SimulatedFailure(1, error.Sample) },
        Fault.Slow slow => this with { Factor = Factor * slow.Factor },
        Fault.Hang { Length: { } length } => this with { Hang = length / speed },
        Fault.Hang => this with { Hang = Timeout.InfiniteTimeSpan },
        _ => throw new NotSupportedException(fault.Kind),
    };
}
