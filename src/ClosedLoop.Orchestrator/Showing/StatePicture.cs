using ClosedLoop.Campaigns;

namespace ClosedLoop.Orchestrator;

/// <summary>How a campaign stands, for operators.</summary>
internal sealed record StatePicture(
    string Run,
    string Phase,
    long Epoch,
    int TrialsObserved,
    int TrialsFailed,
    int TrialsQuarantined,
    int TrialsInFlight,
    int TrialsBudget,
    double Spent,
    int QuarantinedMessages,
    string? Reason,
    string? Fault,
    DateTimeOffset StartedAt,
    DateTimeOffset At,
    string HeadHash)
{
    public static StatePicture Of(CampaignState state, string headHash)
    {
        int Count(TrialStatus status) => state.Trials.Values.Count(trial => trial.Status == status);
        return new StatePicture(
            state.Run,
            PhaseTable.Of(state).ToString().ToLowerInvariant(),
            state.Epoch,
            Count(TrialStatus.Observed),
            Count(TrialStatus.Failed),
            Count(TrialStatus.Quarantined),
            Count(TrialStatus.InFlight),
            state.Spec!.Budget.Trials,
            state.Spent,
            state.QuarantinedMessages,
            state.Reason,
            state.Fault,
            state.StartedAt,
            state.LastAt,
            headHash);
    }
}
