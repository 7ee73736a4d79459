using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <summary>What a running step may use.</summary>
public interface IStepContext
{
    /// <summary>The instrument's clock.</summary>
    TimeProvider Time { get; }

    /// <summary>A seed that is the same whenever the same dispatch is performed.</summary>
    ulong Seed { get; }

    /// <summary>
    /// Whether cancellation only means that the host is ending. A step that goes on without it, and can be recovered, is then left alone:
    /// throw <see cref="OperationCanceledException"/>, and the dispatch stays open for the next start.
    /// </summary>
    bool IsHostStopping => false;

    /// <summary>Tells how far the step is, 0 to 1.</summary>
    ValueTask ReportProgressAsync(double progress);

    /// <summary>Publishes a live reading.</summary>
    ValueTask ReportAsync(string metric, double value);

    /// <summary>Says something of the step that an operator should find in the log, such as a correction that was made.</summary>
    void Note(string text);

    /// <summary>Keeps a raw data file durably before the result is recorded.</summary>
    ResultFile Keep(string name, ReadOnlySpan<byte> content);
}
