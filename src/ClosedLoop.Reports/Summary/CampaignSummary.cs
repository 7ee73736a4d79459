using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>A campaign in a few figures, for the report, the terminal and the bus.</summary>
public sealed record CampaignSummary
{
    /// <summary>The campaign's name.</summary>
    public required string Name { get; init; }

    /// <summary>The run id.</summary>
    public required string Run { get; init; }

    /// <summary>What the run as a whole is doing, in a word: running, paused, stopping, draining, suspended, aborting, completed, aborted or faulted.</summary>
    public required string Status { get; init; }

    /// <summary>Trials proposed so far.</summary>
    public required int Trials { get; init; }

    /// <summary>Trials that the budget allows.</summary>
    public required int TrialBudget { get; init; }

    /// <summary>Trials with a measurement.</summary>
    public required int Observed { get; init; }

    /// <summary>Trials whose steps are owed or running.</summary>
    public required int InFlight { get; init; }

    /// <summary>Trials that ended without a measurement.</summary>
    public required int Failed { get; init; }

    /// <summary>Trials with a step that may or may not have happened.</summary>
    public required int Quarantined { get; init; }

    /// <summary>Messages that were not believed.</summary>
    public required int QuarantinedMessages { get; init; }

    /// <summary>The trial of least loss within the limits (the earlier of equals); null with several objectives or without such a trial.</summary>
    public required BestTrial? Best { get; init; }

    /// <summary>The Pareto front, by the first objective from best to worst; with one objective the best trials.</summary>
    public required IReadOnlyList<BestTrial> Front { get; init; }

    /// <summary>From the first start to the last event.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Cost of all attempts so far, in the budget's unit.</summary>
    public required double Cost { get; init; }

    /// <summary>The same for each source; empty in a campaign that names none.</summary>
    public required IReadOnlyDictionary<string, double> CostBySource { get; init; }

    /// <summary>What may be spent, in the same unit; null for no limit.</summary>
    public required double? CostBudget { get; init; }

    /// <summary>Sums up a campaign that has started.</summary>
    /// <exception cref="ArgumentException">The campaign has not started.</exception>
    public static CampaignSummary Of(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var spec = state.Spec ?? throw new ArgumentException("The campaign has not started", nameof(state));
        var front = ParetoFront.Of(state);
        int Number(TrialStatus status) => state.Trials.Values.Count(trial => trial.Status == status);
        return new CampaignSummary
        {
            Name = spec.Name,
            Run = state.Run,
            Status = StatusOf(state),
            Trials = state.Trials.Count,
            TrialBudget = spec.Budget.Trials,
            Observed = Number(TrialStatus.Observed),
            InFlight = Number(TrialStatus.InFlight),
            Failed = Number(TrialStatus.Failed),
            Quarantined = Number(TrialStatus.Quarantined),
            QuarantinedMessages = state.QuarantinedMessages,
            Best = spec.Objectives.Count == 1 && front.Count > 0 ? front[0] : null,
            Front = front,
            Elapsed = state.LastAt - state.StartedAt,
            Cost = state.Spent,
            CostBySource = (spec.Sources ?? []).ToDictionary(source => source.Name, source => state.SpentBySource.GetValueOrDefault(source.Name)),
            CostBudget = spec.Budget.Cost,
        };
    }

    private static string StatusOf(CampaignState state) => state switch
    {
        { Stage: RunStage.Completed } => "completed",
        { Stage: RunStage.Aborted } => "aborted",
        { Fault: not null } => "faulted",
        { Suspended: true } => "suspended",
        { Stage: RunStage.Aborting } => "aborting",
        { Draining: true } => "draining",
        { Paused: true } => "paused",
        { Stage: RunStage.Stopping } => "stopping",
        _ => "running",
    };
}
