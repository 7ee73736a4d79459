using System.ComponentModel.DataAnnotations;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>A candidate of a planner, with the reasons for it as far as it gives any.</summary>
public sealed record PlannedCandidate
{
    /// <summary>Parameter → value.</summary>
    public required Candidate Candidate { get; init; }

    /// <summary>The source that shall measure it; needed when the campaign has sources, otherwise absent.</summary>
    public string? Source { get; init; }

    /// <summary>Objective → what a measurement should give; empty or absent when nothing is predicted.</summary>
    public IReadOnlyDictionary<string, PlannedValue>? Predictions { get; init; }

    /// <summary>The acquisition value that won, or absent.</summary>
    public double? Acquisition { get; init; }

    /// <summary>How far it lies from what has been measured, or absent.</summary>
    public Extrapolation? Extrapolation { get; init; }

    /// <summary>Where it comes from, such as `sobol` or `logEI`; `external` when absent.</summary>
    [MinLength(1), MaxLength(100)]
    public string? Origin { get; init; }
}
