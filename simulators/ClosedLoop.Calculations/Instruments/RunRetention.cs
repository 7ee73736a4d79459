using ClosedLoop.Messaging;

namespace ClosedLoop.Calculations;

/// <summary>Which folders of runs stay when the end of their dispatch is durable. Inputs and outputs of what finished are kept by hash with its result in any case.</summary>
/// <param name="Finished">Whether those of finished calculations stay.</param>
/// <param name="Failed">Whether those of failed ones do.</param>
public sealed record RunRetention(bool Finished, bool Failed)
{
    /// <summary>All stay.</summary>
    public static RunRetention All { get; } = new(true, true);

    /// <summary>Those of failed calculations stay, to be looked into: the default.</summary>
    public static RunRetention OfFailed { get; } = new(false, true);

    /// <summary>None stays.</summary>
    public static RunRetention None { get; } = new(false, false);

    /// <summary>How long those that stay do so, from the beginning of their last run; null for ever.</summary>
    public TimeSpan? For { get; init; }

    internal bool Keeps(DispatchStatus ending) => ending switch
    {
        DispatchStatus.Succeeded => Finished,
        DispatchStatus.Cancelled => Finished && Failed,
        _ => Failed,
    };
}
