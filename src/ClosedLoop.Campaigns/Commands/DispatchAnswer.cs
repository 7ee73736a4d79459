using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>What can be said of a dispatch. A closed set of records.</summary>
public abstract record DispatchAnswer
{
    /// <summary>It is in the ledger and going on.</summary>
    public sealed record Accepted : DispatchAnswer;

    /// <summary>The ledger has never seen it.</summary>
    public sealed record Unknown : DispatchAnswer;

    /// <summary>It is done; the result is on its way, or was taken and cleared.</summary>
    public sealed record Done : DispatchAnswer;

    /// <summary>What it measured or made.</summary>
    /// <param name="Outputs">Output → value.</param>
    /// <param name="StartedAt">By the instrument's clock.</param>
    /// <param name="FinishedAt">By the instrument's clock.</param>
    /// <param name="Files">Raw data files; may be empty.</param>
    public sealed record Result(
        IReadOnlyDictionary<string, ParameterValue> Outputs,
        DateTimeOffset StartedAt,
        DateTimeOffset FinishedAt,
        IReadOnlyList<ResultFileReference> Files) : DispatchAnswer;

    /// <summary>It ended without a result, or was refused.</summary>
    /// <param name="Kind">How.</param>
    /// <param name="Sample">What became of the sample.</param>
    /// <param name="Message">In words.</param>
    public sealed record Failed(FailureKind Kind, SampleFate Sample, string Message) : DispatchAnswer
    {
        /// <summary>What is known all the same, such as what it cost: output → value; null for nothing.</summary>
        public IReadOnlyDictionary<string, ParameterValue>? Outputs { get; init; }
    }

    /// <summary>It was begun, and nobody can say how it ended; or the ledger that held it is gone.</summary>
    /// <param name="Reason">In words.</param>
    public sealed record Indeterminate(string Reason) : DispatchAnswer;

    /// <summary>What was kept of it has been cleared.</summary>
    public sealed record Closed : DispatchAnswer;
}
