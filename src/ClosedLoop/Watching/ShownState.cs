namespace ClosedLoop;

/// <summary>What a campaign shows on <c>campaign/{id}/state</c>, as far as an operator's screen needs it.</summary>
internal sealed record ShownState(
    string Phase,
    int TrialsObserved,
    int TrialsFailed,
    int TrialsQuarantined,
    int TrialsInFlight,
    int TrialsBudget,
    DateTimeOffset At,
    string? Reason = null,
    string? Fault = null)
{
    /// <summary>Whether nothing more will happen by itself.</summary>
    public bool IsOver => Phase is "completed" or "aborted" or "faulted";

    /// <summary>Trials that have ended.</summary>
    public int Done => TrialsObserved + TrialsFailed + TrialsQuarantined;
}
