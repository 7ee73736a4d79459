using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>The few HTML shapes that all sections use.</summary>
internal static class Html
{
    /// <summary>An element with a class (none when empty).</summary>
    public static XElement Of(string name, string style, params object?[] content) =>
        new(name, style.Length == 0 ? null : new XAttribute("class", style), content);

    /// <summary>A section with a heading and an anchor.</summary>
    public static XElement Section(string id, string heading, params object?[] content) =>
        new("section", new XAttribute("id", id), new XElement("h2", heading), content);

    /// <summary>A picture with what it shows; the page numbers it.</summary>
    public static XElement Figure(string style, XElement picture, string caption) =>
        Of("figure", style, Of("div", "scroll", picture), new XElement("figcaption", caption));

    /// <summary>A table; the columns named in <paramref name="numeric"/> are aligned as numbers.</summary>
    public static XElement Table(string style, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object?>> rows, params int[] numeric) => Of(
        "div",
        "scroll",
        Of(
            "table",
            style,
            new XElement("thead", new XElement("tr", head.Select((name, index) => Of("th", numeric.Contains(index) ? "num" : "", name)))),
            new XElement("tbody", rows.Select(row => new XElement("tr", row.Select((cell, index) => Of("td", numeric.Contains(index) ? "num" : "", cell)))))));
}
