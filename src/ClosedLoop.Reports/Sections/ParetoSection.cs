using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>The trade-off of two objectives.</summary>
internal static class ParetoSection
{
    /// <summary>The plot; null unless there are two objectives and an observation.</summary>
    public static XElement? Write(CampaignHistory history, CampaignSummary summary) =>
        history.Spec.Objectives.Count != 2 || summary.Front.Count == 0 ? null : Html.Section(
            "pareto",
            "Trade-off",
            Html.Figure(
                "wide",
                ParetoChart.Draw(history, summary.Front),
                $"The trade-off of {history.Spec.Objectives[1].Name} and {history.Spec.Objectives[0].Name}. The large marks are the Pareto front; "
                + "the line bounds what it beats."),
            Legend.OfTrials(history, true));
}
