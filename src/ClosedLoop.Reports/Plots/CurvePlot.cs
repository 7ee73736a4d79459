using System.Text;
using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>Curves with bands as one SVG file that needs nothing else, in the style of the report.</summary>
public static class CurvePlot
{
    private const double PictureWidth = 820;
    private const double PictureHeight = 460;
    private const double Margin = 14;

    // So many decades below the greatest value a logarithmic axis ends, whatever lies below.
    private const double MostDecades = 7;

    /// <summary>Writes the picture.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="curves">At least one curve; the first is drawn on top.</param>
    /// <param name="diagonal">Whether to mark where both axes agree.</param>
    public static string Svg(string title, PlotAxis x, PlotAxis y, IReadOnlyList<Curve> curves, bool diagonal = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(curves);
        var (legend, legendHeight) = Curves.Legend(curves, Margin + 4, 34, PictureWidth - (2 * Margin));
        var top = 40 + legendHeight;
        var bottom = PictureHeight - Axis.BottomRoom;
        var vertical = Scale(y, curves.SelectMany(curve => curve.Y.Concat(curve.Lower ?? []).Concat(curve.Upper ?? [])), bottom, top, 8);
        var frame = new Frame(Frame.LeftOf(vertical), top, PictureWidth - Margin, bottom);
        var horizontal = Scale(x, curves.SelectMany(curve => curve.X), frame.Left, frame.Right, 10);
        var picture = Reports.Svg.Picture(
            PictureWidth,
            PictureHeight,
            title,
            new XElement("style", Styles.Charts),
            Reports.Svg.Box(0, 0, PictureWidth, PictureHeight, "paper"),
            Reports.Svg.Text(Margin + 4, 22, title, "plot-title"),
            legend,
            Axis.Bottom(frame, horizontal, x.Title),
            Axis.Left(frame, vertical, y.Title + (y.Logarithmic ? ", log scale" : "")),
            diagonal ? Diagonal(frame, horizontal, vertical) : null,
            Curves.Draw(curves, horizontal, vertical, frame));
        picture.Name = XName.Get("svg", "http://www.w3.org/2000/svg");
        foreach (var element in picture.Descendants())
        {
            element.Name = XName.Get(element.Name.LocalName, "http://www.w3.org/2000/svg");
        }

        return new StringBuilder(picture.ToString(SaveOptions.None)).Append('\n').ToString();
    }

    private static XElement Diagonal(Frame frame, IScale x, IScale y)
    {
        var (from, to) = (x.Ticks[0].Value, x.Ticks[^1].Value);
        return Reports.Svg.Line(x.Map(from), Math.Clamp(y.Map(from), frame.Top, frame.Bottom), x.Map(to), Math.Clamp(y.Map(to), frame.Top, frame.Bottom), "reference");
    }

    private static IScale Scale(PlotAxis axis, IEnumerable<double> values, double from, double to, int ticks)
    {
        var drawn = values.Where(value => double.IsFinite(value) && (!axis.Logarithmic || value > 0)).DefaultIfEmpty(1).ToArray();
        var (lower, upper) = (axis.Lower ?? drawn.Min(), axis.Upper ?? drawn.Max());
        return axis.Logarithmic
            ? new LogScale(Math.Max(lower, upper * Math.Pow(10, -MostDecades)), upper, from, to, ticks)
            : new LinearScale(lower, upper, from, to, ticks);
    }
}
