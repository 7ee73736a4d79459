using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>The document around a page's content: its style, its few lines of script, nothing to load.</summary>
internal static class PageFrame
{
    public static XElement Of(string title, XElement content) => new(
        "html",
        new XAttribute("lang", "en"),
        new XElement(
            "head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
            new XElement("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
            new XElement("title", title),
            new XElement("style", Styles.Charts + Styles.Page)),
        new XElement("body", content, new XElement("script", Styles.Embedded("report.js"))));
}
