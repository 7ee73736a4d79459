using System.Xml.Linq;
using ClosedLoop.Campaigns;

namespace ClosedLoop.Reports;

/// <summary>What the instruments did when.</summary>
internal static class TimelineSection
{
    /// <summary>The timeline; null before the first dispatch.</summary>
    public static XElement? Write(CampaignHistory history, DateTimeOffset now)
    {
        var phases = history.Trials.SelectMany(trial => trial.Attempts).Select(attempt => attempt.Dispatch.Phase).ToHashSet();
        return phases.Count == 0 ? null : Html.Section(
            "timeline",
            "Timeline of instruments",
            Html.Figure(
                "wide",
                TimelineChart.Draw(history, now),
                "Each bar is one attempt at a step, with its trial number where there is room; things that an instrument did at once are stacked. "
                + "At the right, the share of the time in which the instrument was at work."
                + (history.Openings.Count > 1 ? " Vertical lines: the run was opened again." : "")),
            Html.Of(
                "p",
                "legend",
                phases.Contains(DispatchPhase.Succeeded) ? Legend.Entry("run", "succeeded (shades alternate by trial)", Bar) : null,
                phases.Contains(DispatchPhase.Failed) ? Legend.Entry("run broken", "failed", Bar) : null,
                phases.Contains(DispatchPhase.Indeterminate) ? Legend.Entry("run unknown", "indeterminate", Bar) : null,
                phases.Overlaps([DispatchPhase.Dispatched, DispatchPhase.Accepted]) ? Legend.Entry("run open", "not ended", Bar) : null));
    }

    private const string Bar = "M0.5 2.5H11.5V9.5H0.5Z";
}
