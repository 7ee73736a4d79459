using System.Globalization;
using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>The few SVG elements that the charts are made of.</summary>
internal static class Svg
{
    /// <summary>A picture that scales with the page; <paramref name="label"/> is what a screen reader says.</summary>
    public static XElement Picture(double width, double height, string label, params object?[] content) => new(
        "svg",
        new XAttribute("viewBox", $"0 0 {N(width)} {N(height)}"),
        new XAttribute("width", N(width)),
        new XAttribute("height", N(height)),
        new XAttribute("role", "img"),
        new XAttribute("aria-label", label),
        content);

    /// <summary>A group.</summary>
    public static XElement Group(string style, params object?[] content) => new("g", new XAttribute("class", style), content);

    /// <summary>A straight line.</summary>
    public static XElement Line(double x1, double y1, double x2, double y2, string style) => new(
        "line",
        new XAttribute("x1", N(x1)),
        new XAttribute("y1", N(y1)),
        new XAttribute("x2", N(x2)),
        new XAttribute("y2", N(y2)),
        new XAttribute("class", style));

    /// <summary>A circle.</summary>
    public static XElement Circle(double x, double y, double radius, string style, params object?[] content) => new(
        "circle",
        new XAttribute("cx", N(x)),
        new XAttribute("cy", N(y)),
        new XAttribute("r", N(radius)),
        new XAttribute("class", style),
        content);

    /// <summary>A rectangle.</summary>
    public static XElement Box(double x, double y, double width, double height, string style, params object?[] content) => new(
        "rect",
        new XAttribute("x", N(x)),
        new XAttribute("y", N(y)),
        new XAttribute("width", N(Math.Max(0, width))),
        new XAttribute("height", N(Math.Max(0, height))),
        new XAttribute("class", style),
        content);

    /// <summary>A path.</summary>
    public static XElement Path(string data, string style, params object?[] content) =>
        new("path", new XAttribute("d", data), new XAttribute("class", style), content);

    /// <summary>Text; <paramref name="anchor"/> is start, middle or end.</summary>
    public static XElement Text(double x, double y, string text, string style, string anchor = "start", double rotate = 0) => new(
        "text",
        new XAttribute("x", N(x)),
        new XAttribute("y", N(y)),
        new XAttribute("class", style),
        new XAttribute("text-anchor", anchor),
        rotate == 0 ? null : new XAttribute("transform", $"rotate({N(rotate)} {N(x)} {N(y)})"),
        text);

    /// <summary>What a pointer over the parent is told.</summary>
    public static XElement Tip(string text) => new("title", text);

    /// <summary>Links a mark to a trial: pointing at one shows all marks of that trial.</summary>
    public static XAttribute OfTrial(int trial) => new("data-trial", trial.ToString(CultureInfo.InvariantCulture));

    /// <summary>A coordinate.</summary>
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
