using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <content>Time limits between steps.</content>
public static partial class CampaignLoop
{
    /// <summary>When a trial's next step must have begun; null when any time will do, or when it was missed before and the step is done all the same.</summary>
    public static DateTimeOffset? WindowEnd(CampaignState state, DispatchId id)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(id);
        return WindowEnd(state, state.Trials[id.Trial], state.Step(id.Step));
    }

    /// <summary>
    /// Counted from the end of the step before by its instrument's clock, as far as that can be: not before the dispatch was decided, not after the result was heard.
    /// </summary>
    private static DateTimeOffset? WindowEnd(CampaignState state, TrialState trial, Step step)
    {
        var before = state.Spec!.WorkflowOf(trial.Proposed.Source).TakeWhile(other => other.Name != step.Name).LastOrDefault();
        if (step.Within is not { } window || before is null || trial.MissedWindows.Contains(step.Name)
            || trial.Dispatches.FirstOrDefault(dispatch => dispatch.Phase == DispatchPhase.Succeeded && dispatch.Id.Step == before.Name) is not { Result: { } result } done)
        {
            return null;
        }

        var ended = result.FinishedAt < done.Decision.At ? done.Decision.At : result.FinishedAt > result.At ? result.At : result.FinishedAt;
        return ended + window.Time;
    }

    private static void MissWindow(Facts facts, TrialState trial)
    {
        if (trial.Dispatches.Any(dispatch => dispatch.IsOpen) || facts.State.IsOver
            || facts.State.Spec!.WorkflowOf(trial.Proposed.Source).FirstOrDefault(step => !IsDone(trial, step)) is not { } next)
        {
            return;
        }

        if (WindowEnd(facts.State, trial, next) is { } until && facts.At > until)
        {
            facts.Add(new WindowMissed(trial.Number, next.Name, until, next.Within!.Missed));
        }
    }

    private static string? WhyTooLate(TrialState trial, Step step) => step.Within is { Missed: MissedWindow.Fail } window && trial.MissedWindows.Contains(step.Name)
        ? $"{step.Name}: it could not begin within {Words(window.Time)} after the step before"
        : null;

    private static string Words(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{time.TotalHours:0.##} h" : time.TotalMinutes >= 1 ? $"{time.TotalMinutes:0.##} min" : $"{time.TotalSeconds:0.##} s";
}
