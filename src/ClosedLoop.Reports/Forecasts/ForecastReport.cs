using System.Xml.Linq;
using ClosedLoop.Campaigns;

namespace ClosedLoop.Reports;

/// <summary>The forecast of a campaign: one HTML file that needs nothing else.</summary>
public static class ForecastReport
{
    /// <summary>Writes the forecast. The same arguments give the same text.</summary>
    /// <param name="forecast">What is to come.</param>
    /// <param name="standIns">Who stood in for the instruments, a line for each.</param>
    /// <param name="example">The events of one run, drawn as an example.</param>
    /// <param name="comparison">Other ways to run the campaign; null when none were tried.</param>
    public static string Html(Forecast forecast, IReadOnlyList<string> standIns, IReadOnlyList<CampaignEvent> example, Comparison? comparison)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(standIns);
        return HtmlText.Document(PageFrame.Of(
            $"{forecast.Spec.Name} – forecast",
            new XElement(
                "main",
                ForecastHeader.Write(forecast),
                comparison is null ? null : ComparisonSection.Write(comparison),
                ForecastProgressSection.Write(forecast),
                ForecastUseSection.Write(forecast, example),
                ForecastTroubleSection.Write(forecast),
                Assumed(forecast, standIns))));
    }

    private static XElement Assumed(Forecast forecast, IReadOnlyList<string> standIns) => Reports.Html.Section(
        "assumed",
        "What was assumed",
        new XElement(
            "p",
            $"{Figures.Count(forecast.Runs.Count, "run")} of the campaign's own loop and optimizer, in virtual time. Run 1 has the campaign's seed "
            + $"({forecast.Spec.Seed}), each further run the next one and chance of its own. In the place of the instruments stood:"),
        new XElement("ul", standIns.Select(line => new XElement("li", line))));
}
