using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>A trial that has ended, as a planner learns of it.</summary>
public sealed record PlannerTrial
{
    /// <summary>Its number in the campaign.</summary>
    public required string Id { get; init; }

    /// <summary>Parameter → value.</summary>
    public required Candidate Candidate { get; init; }

    /// <summary>Objective or limited output → measured value; absent when it failed.</summary>
    public IReadOnlyDictionary<string, double>? Values { get; init; }

    /// <summary>Whether it failed; absent when it did not.</summary>
    public bool? Failed { get; init; }

    /// <summary>What its failure teaches, where that is not what the campaign declares for failures: a machine that broke down says nothing of a candidate; absent elsewhere.</summary>
    public FailurePolicy? Teaches { get; init; }

    /// <summary>What it cost, in the unit of the campaign's budget; absent when nobody says.</summary>
    public double? Cost { get; init; }

    /// <summary>The source that measured it; absent when the campaign has no sources.</summary>
    public string? Source { get; init; }

    /// <summary>Context → observed value; absent when the campaign has no context.</summary>
    public IReadOnlyDictionary<string, double>? Context { get; init; }
}
