using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>The campaign as it was asked for.</summary>
internal static class SpecSection
{
    /// <summary>The file as started; null when there is none.</summary>
    public static XElement? Write(CampaignHistory history, string? campaignYaml) => campaignYaml is null ? null : Html.Section(
        "spec",
        "Campaign file",
        new XElement("p", "As started; ", new XElement("code", history.State.SpecHash), " is the hash of its canonical form."),
        new XElement("pre", campaignYaml));
}
