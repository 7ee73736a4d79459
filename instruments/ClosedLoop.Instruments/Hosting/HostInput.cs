using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <summary>What the one reader of a host's channel takes up. A closed set of records.</summary>
internal abstract record HostInput
{
    public sealed record Heard(InstrumentMessage Message) : HostInput;

    public sealed record Connected : HostInput;

    public sealed record StepEnded(RunningStep Step, StepOutcome? Outcome, Exception? Error) : HostInput;

    public sealed record LimitPassed(RunningStep Step) : HostInput;

    public sealed record ProgressMade(RunningStep Step, double Progress) : HostInput;

    public sealed record MadeSafe(Exception? Error) : HostInput;

    public sealed record Beat : HostInput;

    /// <summary>A step could not keep a file; the reader wakes up and ends the host.</summary>
    public sealed record DiskFailed : HostInput;
}
