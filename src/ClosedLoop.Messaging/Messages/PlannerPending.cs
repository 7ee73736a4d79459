using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>A trial in flight, as a planner learns of it.</summary>
public sealed record PlannerPending
{
    /// <summary>Parameter → value.</summary>
    public required Candidate Candidate { get; init; }

    /// <summary>The source that measures it; absent when the campaign has no sources.</summary>
    public string? Source { get; init; }
}
