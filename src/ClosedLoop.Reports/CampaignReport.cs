using System.Xml.Linq;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>The report of a campaign: one HTML file that needs nothing else.</summary>
public static class CampaignReport
{
    /// <summary>From here on marks are drawn smaller.</summary>
    private const int ManyTrials = 120;

    /// <summary>
    /// Writes the report at any time of a campaign's life. The file carries its style, its pictures and its few lines of script; it loads nothing, and reads
    /// the same without script. The same arguments give the same text.
    /// </summary>
    /// <param name="events">The campaign's events from the beginning.</param>
    /// <param name="campaignYaml">The campaign file as started, or null.</param>
    /// <param name="now">When the report is made; what still runs is drawn up to it.</param>
    /// <param name="headHash">Hash of the journal's last line, by which the report can be checked against it; null when unknown.</param>
    /// <param name="explanation">The final surrogate explained, which the events do not tell; null leaves its pictures out.</param>
    /// <exception cref="ArgumentException">The events hold no start.</exception>
    public static string Html(IReadOnlyList<CampaignEvent> events, string? campaignYaml, DateTimeOffset now, string? headHash = null, ModelExplanation? explanation = null)
    {
        var history = CampaignHistory.Of(events);
        var summary = CampaignSummary.Of(history.State);
        return HtmlText.Document(PageFrame.Of(
            $"{summary.Name} – campaign report",
            new XElement(
                "main",
                history.Trials.Count > ManyTrials ? new XAttribute("class", "many") : null,
                HeaderSection.Write(history, summary, now, headHash),
                AlarmsSection.Write(history),
                BestSection.Write(history, summary),
                ConvergenceSection.Write(history),
                ParetoSection.Write(history, summary),
                ParametersSection.Write(history, summary),
                ExplanationSection.Write(history, explanation),
                CalibrationSection.Write(history, explanation),
                SurrogateSection.Write(history),
                TimelineSection.Write(history, now),
                TrialsSection.Write(history, summary),
                ProblemsSection.Write(history),
                LogSection.Write(history),
                SpecSection.Write(history, campaignYaml))));
    }
}
