using System.ComponentModel.DataAnnotations;

namespace ClosedLoop.Messaging;

/// <summary>What is wanted of a planner.</summary>
public sealed record PlannerAsk
{
    /// <summary>How many candidates.</summary>
    [Range(1, int.MaxValue)]
    public required int N { get; init; }

    /// <summary>Trials in flight.</summary>
    public required IReadOnlyList<PlannerPending> Pending { get; init; }

    /// <summary>What may still be spent besides what is pending, in the unit of the sources' costs; absent when there is no limit, or there are not several sources.</summary>
    public double? Remaining { get; init; }
}
