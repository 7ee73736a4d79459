using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>The life of the run.</summary>
internal static class LogSection
{
    /// <summary>Openings, pauses, faults, the end.</summary>
    public static XElement Write(CampaignHistory history) => Html.Section(
        "log",
        "Log of the run",
        Html.Table(
            "list",
            ["when (UTC)", "what", "details"],
            history.Log.Select(entry => (IReadOnlyList<object?>)[
                Html.Of("span", "time", Figures.Moment(entry.At)),
                Html.Of("span", entry.Alarm ? "alarm" : "", entry.What),
                entry.Detail])));
}
