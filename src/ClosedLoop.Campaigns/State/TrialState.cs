using System.Collections.Immutable;
using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>One trial: its candidate and every attempt at its steps.</summary>
public sealed record TrialState
{
    /// <summary>Trial number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The candidate and the reasons for it.</summary>
    public required ProposedCandidate Proposed { get; init; }

    /// <summary>The proposal that made it.</summary>
    public required int Proposal { get; init; }

    /// <summary>When it was proposed.</summary>
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Every attempt in the order in which it was decided.</summary>
    public ImmutableArray<DispatchState> Dispatches { get; init; } = [];

    /// <summary>Steps that did not begin within their time.</summary>
    public ImmutableList<string> MissedWindows { get; init; } = [];

    /// <summary>The stock that its next step waits for, or null.</summary>
    public string? Lacks { get; init; }

    /// <summary>Where it stands.</summary>
    public TrialStatus Status { get; init; } = TrialStatus.InFlight;

    /// <summary>Objective, limited output or cost → measured value; only when observed.</summary>
    public IReadOnlyDictionary<string, double>? Values { get; init; }

    /// <summary>Context → observed value; null when the campaign has none, or before it is observed.</summary>
    public IReadOnlyDictionary<string, double>? Context { get; init; }

    /// <summary>Why it failed or is quarantined, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The last attempt at a step, or null.</summary>
    public DispatchState? Last(string step) => Dispatches.LastOrDefault(dispatch => dispatch.Id.Step == step);
}
