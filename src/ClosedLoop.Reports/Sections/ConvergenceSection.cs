using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>How the campaign progressed.</summary>
internal static class ConvergenceSection
{
    /// <summary>A figure for each objective, two for a target; null without a trial.</summary>
    public static XElement? Write(CampaignHistory history) => history.Trials.Count == 0 ? null : Html.Section(
        "convergence",
        "Convergence",
        history.Spec.Objectives.SelectMany(objective => Pictures(history, objective)),
        Legend.OfTrials(history, history.Spec.Objectives.Count == 1));

    private static IEnumerable<XElement> Pictures(CampaignHistory history, Objective objective)
    {
        yield return Html.Figure("wide", ConvergenceChart.Draw(history, objective, false), Caption(history, objective));
        if (objective.Goal == Goal.Target && history.Observed.Any())
        {
            yield return Html.Figure(
                "wide",
                ConvergenceChart.Draw(history, objective, true),
                $"Distance of {objective.Name} from its target by trial. The line is the least distance among the trials up to each.");
        }
    }

    private static string Caption(CampaignHistory history, Objective objective)
    {
        var what = objective.Goal switch { Goal.Minimize => "lowest", Goal.Maximize => "highest", _ => "closest to the target" };
        var caption = $"Each measured {objective.Name} by trial number; the line is the {what} among the trials up to each.";
        return caption
            + (history.Spec.Sources is null ? "" : $" Shape and colour tell the sources apart; only trials at {history.Spec.Target} count for the line.")
            + (history.InitialTrials > 0 ? $" The shade marks the initial design ({Figures.Count(history.InitialTrials, "trial")})." : "")
            + (history.Trials.Any(trial => !trial.IsObserved && trial.State.EndedAt is not null) ? " Trials without a measurement stand at the foot." : "")
            + (history.State.InFlight.Any(trial => trial.Proposed.Predictions.Count > 0)
                ? " Trials in flight stand where they are expected, with the 95 % interval."
                : "");
    }
}
