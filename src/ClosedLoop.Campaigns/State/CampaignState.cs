using System.Collections.Immutable;
using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>A campaign as its journal tells it: the fold of <c>Evolve</c> over all events.</summary>
public sealed record CampaignState
{
    private Selection? _inFlight;

    /// <summary>Before the first event.</summary>
    public static CampaignState Empty { get; } = new();

    /// <summary>What runs; null before the start.</summary>
    public CampaignSpec? Spec { get; init; }

    /// <summary>The run id; empty before the start.</summary>
    public string Run { get; init; } = "";

    /// <summary>SHA-256 (hex) of the canonical specification.</summary>
    public string SpecHash { get; init; } = "";

    /// <summary>Whether it is a dry run: nothing in it happened.</summary>
    public bool DryRun { get; init; }

    /// <summary>How often the run was opened.</summary>
    public long Epoch { get; init; }

    /// <summary>What the run as a whole is doing.</summary>
    public RunStage Stage { get; init; }

    /// <summary>Whether an operator has paused it.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether its host is stopping.</summary>
    public bool Draining { get; init; }

    /// <summary>Whether its host has let go of it.</summary>
    public bool Suspended { get; init; }

    /// <summary>What it cannot go on with, or null.</summary>
    public string? Fault { get; init; }

    /// <summary>Why it is stopping, aborting or ended, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was first started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last opened.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the last event happened.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>Every trial by number.</summary>
    public ImmutableSortedDictionary<int, TrialState> Trials { get; init; } = ImmutableSortedDictionary<int, TrialState>.Empty;

    /// <summary>What the optimizer has been told, in the order in which trials ended.</summary>
    public ImmutableList<ObservedTrial> Observed { get; init; } = [];

    /// <summary>SHA-256 (hex), chained over <see cref="Observed"/>.</summary>
    public string DataHash { get; init; } = "";

    /// <summary>The data that the surrogate was last fitted to.</summary>
    public string TrainedOn { get; init; } = "";

    /// <summary>The surrogate in figures, or null.</summary>
    public ModelSummary? Model { get; init; }

    /// <summary>Proposals so far.</summary>
    public int Proposals { get; init; }

    /// <summary>Whether the optimizer has no further candidate.</summary>
    public bool Exhausted { get; init; }

    /// <summary>Cost of all attempts so far, in the budget's unit.</summary>
    public double Spent { get; init; }

    /// <summary>The same for each source that has spent anything; empty in a campaign that names none.</summary>
    public ImmutableSortedDictionary<string, double> SpentBySource { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Step → instrument → how long it took so far.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StepDuration>> Durations { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, StepDuration>>(StringComparer.Ordinal);

    /// <summary>Every question to a person, by its id.</summary>
    public ImmutableSortedDictionary<string, RequestState> Requests { get; init; } = ImmutableSortedDictionary.Create<string, RequestState>(StringComparer.Ordinal);

    /// <summary>Messages that were not believed.</summary>
    public int QuarantinedMessages { get; init; }

    /// <summary>Trials whose steps are owed or running, in order.</summary>
    public IReadOnlyList<TrialState> InFlight
    {
        get
        {
            // Asked many times for each state: with hundreds of trials in flight it is worth remembering.
            if (_inFlight is not { } known || !ReferenceEquals(known.Among, Trials))
            {
                _inFlight = known = new Selection(Trials, [.. Trials.Values.Where(trial => trial.Status == TrialStatus.InFlight)]);
            }

            return known.Trials;
        }
    }

    /// <summary>Trials that the optimizer must take into account without a measurement: in flight, or quarantined.</summary>
    public IEnumerable<TrialState> Pending => Trials.Values.Where(trial => trial.Status is TrialStatus.InFlight or TrialStatus.Quarantined);

    /// <summary>A dispatch, or null when the run has none of that id.</summary>
    public DispatchState? Find(DispatchId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Run == Run && Trials.TryGetValue(id.Trial, out var trial) ? trial.Dispatches.FirstOrDefault(dispatch => dispatch.Id == id) : null;
    }

    /// <summary>A step of the workflow by name.</summary>
    public Step Step(string name)
    {
        var workflow = Spec!.Workflow;
        for (var i = 0; i < workflow.Count; i++)
        {
            if (workflow[i].Name == name)
            {
                return workflow[i];
            }
        }

        throw new InvalidOperationException($"The workflow has no step '{name}'");
    }

    /// <summary>Whether any step must begin within a time after the one before: then the clock alone may decide about a trial.</summary>
    internal bool HasWindows => Spec!.Workflow.Any(step => step.Within is not null);

    /// <summary>Whether nothing will happen any more.</summary>
    public bool IsOver => Stage is RunStage.Completed or RunStage.Aborted;

    private sealed record Selection(ImmutableSortedDictionary<int, TrialState> Among, TrialState[] Trials);
}
