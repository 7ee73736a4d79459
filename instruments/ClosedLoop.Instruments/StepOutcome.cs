using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <summary>How a step ended. A closed set of records.</summary>
public abstract record StepOutcome
{
    /// <summary>Done.</summary>
    /// <param name="Outputs">Output → value.</param>
    /// <param name="Files">Raw data files, kept through <see cref="IStepContext.Keep"/>; may be empty.</param>
    public sealed record Succeeded(IReadOnlyDictionary<string, ParameterValue> Outputs, IReadOnlyList<ResultFile> Files) : StepOutcome
    {
        /// <summary>What else there is to say of it, such as that it was not measured anew; null for nothing. Told with the status.</summary>
        public string? Note { get; init; }
    }

    /// <summary>Ended without a result.</summary>
    /// <param name="Kind">How.</param>
    /// <param name="Sample">What became of the sample.</param>
    /// <param name="Message">In words.</param>
    public sealed record Failed(FailureKind Kind, SampleFate Sample, string Message) : StepOutcome
    {
        /// <summary>What is known all the same, such as what it cost: output → value; null for nothing.</summary>
        public IReadOnlyDictionary<string, ParameterValue>? Outputs { get; init; }
    }

    /// <summary>Stopped on request.</summary>
    /// <param name="Sample">What became of the sample.</param>
    public sealed record Cancelled(SampleFate Sample) : StepOutcome
    {
        /// <summary>What is known all the same, such as what it cost: output → value; null for nothing.</summary>
        public IReadOnlyDictionary<string, ParameterValue>? Outputs { get; init; }
    }

    /// <summary>Only from recovery: the device is known not to have begun.</summary>
    public sealed record NeverBegun : StepOutcome;
}
