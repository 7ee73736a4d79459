using System.ComponentModel.DataAnnotations;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>What is wanted of a planner.</summary>
public sealed record PlannerAsk
{
    /// <summary>How many candidates.</summary>
    [Range(1, int.MaxValue)]
    public required int N { get; init; }

    /// <summary>Candidates in flight.</summary>
    public required IReadOnlyList<Candidate> Pending { get; init; }
}
