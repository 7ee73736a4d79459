using System.Xml.Linq;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>Alarms of the surrogate, where nobody can overlook them.</summary>
internal static class AlarmsSection
{
    /// <summary>A box with those that stand and those that ended; null when there was none.</summary>
    public static XElement? Write(CampaignHistory history)
    {
        if (history.Alarms.Count == 0)
        {
            return null;
        }

        IReadOnlyList<ModelAlarm> standing = history.State.Model?.Alarms ?? [];
        var ended = history.Alarms.Select(raised => raised.Alarm).Where(alarm => !standing.Any(alarm.IsSame)).ToList();
        return new XElement(
            "section",
            new XAttribute("id", "alarms"),
            new XAttribute("class", standing.Count > 0 ? "alarms standing" : "alarms"),
            new XElement("h2", standing.Count > 0 ? $"{Figures.Count(standing.Count, "alarm")} of the surrogate" : "Alarms of the surrogate, none of which stands"),
            List("", standing),
            standing.Count > 0 && ended.Count > 0 ? Html.Of("p", "note", "No longer standing:") : null,
            List("note", ended));
    }

    private static XElement? List(string style, IReadOnlyList<ModelAlarm> alarms) => alarms.Count == 0 ? null : Html.Of(
        "ul",
        style,
        alarms.Select(alarm => new XElement("li", new XElement("strong", Name(alarm.Kind)), $" (raised after trial {Figures.Whole(alarm.Since)}): {alarm.Text}.")));

    private static string Name(AlarmKind kind) => kind switch
    {
        AlarmKind.Exploitation => "Exploitation of the surrogate",
        AlarmKind.DiversityCollapse => "Collapse of diversity",
        _ => "Distribution shift",
    };
}
