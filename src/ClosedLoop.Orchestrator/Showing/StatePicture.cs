using ClosedLoop.Campaigns;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>How a campaign stands, for operators.</summary>
internal static class StatePicture
{
    /// <summary>No more lines than this: a picture is looked at, and whoever wants more has the trials.</summary>
    private const int MostWaits = 20;

    public static CampaignStateMessage Of(CampaignState state, IReadOnlyList<StepWait> waits, string headHash, Interruption? interruption)
    {
        int Count(TrialStatus status) => state.Trials.Values.Count(trial => trial.Status == status);
        return new CampaignStateMessage(
            interruption is null ? Text(state, Count) : $"{Text(state, Count)}; {interruption}",
            state.Run,
            Phase(state),
            state.Epoch,
            Count(TrialStatus.Observed),
            Count(TrialStatus.Failed),
            Count(TrialStatus.Quarantined),
            Count(TrialStatus.InFlight),
            state.Spec!.Budget.Trials,
            state.Spent,
            state.QuarantinedMessages,
            state.Reason,
            interruption?.ToString() ?? state.Fault,
            state.StartedAt,
            state.LastAt,
            headHash)
        {
            SpentBySource = state.Spec.Sources?.ToDictionary(source => source.Name, source => state.SpentBySource.GetValueOrDefault(source.Name)),
            Waiting = waits.Count == 0 ? null : [.. waits.Take(MostWaits).Select(EventText.Of)],
        };
    }

    private static string Phase(CampaignState state) => PhaseTable.Of(state).ToString().ToLowerInvariant();

    private static string Text(CampaignState state, Func<TrialStatus, int> count)
    {
        var parts = new List<string> { $"{Phase(state)}: {count(TrialStatus.Observed)} of {state.Spec!.Budget.Trials} trials observed" };
        void Add(TrialStatus status, string words)
        {
            if (count(status) is > 0 and var number)
            {
                parts.Add($"{number} {words}");
            }
        }

        Add(TrialStatus.InFlight, "in flight");
        Add(TrialStatus.Failed, "failed");
        Add(TrialStatus.Quarantined, "quarantined");
        var best = CampaignLoop.Best(state) is { } trial ? $"; best {EventText.Measured(trial.Values!, state.Spec)} (trial {trial.Number})" : "";
        return $"{string.Join(", ", parts)}{best}";
    }
}
