using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>What a run used up of a stock.</summary>
/// <param name="Used">In all, in its unit; the run goes on as if it had been filled up again.</param>
/// <param name="EmptyAt">When a step would have needed more than was left; null when there was enough.</param>
public sealed record StockCourse(double Used, DateTimeOffset? EmptyAt)
{
    /// <summary>Follows a stock through a run. Attempts that left their sample untouched used nothing.</summary>
    internal static StockCourse Of(StockItem item, CampaignHistory history)
    {
        var used = 0.0;
        DateTimeOffset? empty = null;
        foreach (var attempt in history.Trials.SelectMany(trial => trial.Attempts).Where(attempt => Acted(attempt.Dispatch)).OrderBy(attempt => attempt.Start))
        {
            var dispatch = attempt.Dispatch;
            used += item.UsedBy(history.State.Step(dispatch.Id.Step).Capability, dispatch.Decision.Inputs);
            empty ??= used > item.Amount * (1 + 1e-9) ? attempt.Start : null;
        }

        return new StockCourse(used, empty);
    }

    private static bool Acted(DispatchState dispatch) =>
        dispatch.Phase is DispatchPhase.Succeeded or DispatchPhase.Indeterminate
        || dispatch is { Phase: DispatchPhase.Failed, Failure.Sample: not SampleFate.Untouched };
}
