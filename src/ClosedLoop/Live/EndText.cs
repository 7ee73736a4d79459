using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Orchestrator;
using ClosedLoop.Reports;

namespace ClosedLoop;

/// <summary>How a run ended, in a few lines.</summary>
internal static class EndText
{
    public static IEnumerable<string> Of(CampaignState state, string again)
    {
        var spec = state.Spec!;
        int Count(TrialStatus status) => state.Trials.Values.Count(trial => trial.Status == status);
        yield return "";
        yield return state.Fault is { } fault ? $"Campaign '{spec.Name}' faulted: {fault}"
            : state.Stage == RunStage.Completed ? $"Campaign '{spec.Name}' completed: {state.Reason}"
            : state.Stage == RunStage.Aborted ? $"Campaign '{spec.Name}' was aborted: {state.Reason}"
            : $"Campaign '{spec.Name}' is suspended; continue with: closedloop run {again}";
        yield return $"Trials: {Count(TrialStatus.Observed)} observed, {Count(TrialStatus.Failed)} failed, {Count(TrialStatus.Quarantined)} quarantined, "
            + $"{Count(TrialStatus.InFlight)} in flight, of {spec.Budget.Trials}; run {state.Run}";
        if (CampaignLoop.Best(state) is { } best)
        {
            yield return $"Best:   {BestText.Of(state)}";
            yield return $"        {EventText.Values(best.Proposed.Candidate)}";
        }
        else if (spec.Objectives.Count > 1)
        {
            yield return $"Best:   {BestText.Of(state)}";
            foreach (var entry in ParetoFront.Of(state).Take(8))
            {
                var values = state.Trials[entry.Trial].Values!;
                var figures = spec.Objectives.Select(objective =>
                    $"{objective.Name} {EventText.Number(values[objective.Name])}{EventText.Unit(objective.Unit)}");
                yield return $"        trial {entry.Trial}: {string.Join(", ", figures)}";
            }
        }
    }
}
