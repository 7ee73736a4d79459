using System.Text;
using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>How the best value goes on: the median of the runs, the middle half and 80 % of them.</summary>
internal static class BandChart
{
    /// <summary>Best values come near what they approach by ratios: logarithms sooner than for single measurements.</summary>
    public const double WideRatio = 25;

    private const double PictureWidth = 1040;
    private const double PictureHeight = 340;
    private const double Top = 20;

    // The first trials are far off; a scale that shows them in full would show nothing else.
    private const double Early = 0.08;

    /// <summary>Against ended trials.</summary>
    public static XElement OfTrials(IReadOnlyList<BandPoint> points, string title, double? level, string? levelName) => Draw(
        points,
        title,
        level,
        levelName,
        frame =>
        {
            var scale = new CountScale((int)points[^1].X, frame.Left, frame.Right, 20);
            return (scale, scale.Map);
        },
        "trials ended",
        null);

    /// <summary>Against the clock that people read.</summary>
    /// <param name="points">Values against hours since the start.</param>
    /// <param name="start">The start, by that clock.</param>
    /// <param name="title">What the values are.</param>
    /// <param name="level">A value to mark, or null.</param>
    /// <param name="levelName">What it is.</param>
    /// <param name="by">A moment to mark, by that clock.</param>
    public static XElement OfHours(IReadOnlyList<BandPoint> points, DateTimeOffset start, string title, double? level, string? levelName, DateTimeOffset by) =>
        Draw(
        points,
        title,
        level,
        levelName,
        frame =>
        {
            var scale = new TimeScale(start, start.AddHours(points[^1].X), frame.Left, frame.Right, 12);
            return (scale, hours => scale.Map(start.AddHours(hours)));
        },
        "time of day",
        (by - start).TotalHours);

    private static XElement Draw(
        IReadOnlyList<BandPoint> points,
        string title,
        double? level,
        string? levelName,
        Func<Frame, (IScale Scale, Func<double, double> Map)> across,
        string axis,
        double? by)
    {
        var bottom = PictureHeight - Axis.BottomRoom;
        var shown = points
            .Where(point => point.X >= Early * points[^1].X)
            .SelectMany(point => new[] { point.Values.P10, point.Values.P90 })
            .Concat(level is { } l ? [l] : [])
            .ToList();
        var y = Scales.OfValues(shown, bottom, Top, 7, WideRatio);
        var frame = new Frame(Frame.LeftOf(y), Top, PictureWidth - 14, bottom);
        var (scale, x) = across(frame);
        double Y(double value) => Math.Clamp(double.IsNaN(y.Map(value)) ? frame.Bottom : y.Map(value), frame.Top, frame.Bottom);
        var picture = Svg.Picture(
            PictureWidth,
            PictureHeight,
            $"{title}, {axis}",
            Axis.Bottom(frame, scale, axis),
            Axis.Left(frame, y, title + (Scales.IsWide(shown, WideRatio) ? ", log scale" : "")),
            Svg.Path(Band(points, x, Y, q => q.P10, q => q.P90), "quantile outer"),
            Svg.Path(Band(points, x, Y, q => q.P25, q => q.P75), "quantile inner"),
            Svg.Path(Line(points, x, Y), "best-line", Svg.Tip("Median of the runs")));
        if (level is { } marked)
        {
            picture.Add(Svg.Line(frame.Left, Y(marked), frame.Right, Y(marked), "reference"), Svg.Text(frame.Left + 6, Y(marked) - 5, levelName!, "note"));
        }

        if (by is { } hours && hours > 0 && hours < points[^1].X)
        {
            picture.Add(Svg.Line(x(hours), frame.Top, x(hours), frame.Bottom, "opening"), Svg.Text(x(hours), frame.Top - 6, "asked for", "note", "middle"));
        }

        return picture;
    }

    /// <summary>The median line.</summary>
    internal static string Line(IReadOnlyList<BandPoint> points, Func<double, double> x, Func<double, double> y) =>
        "M" + string.Join("L", points.Select(point => $"{Svg.N(x(point.X))} {Svg.N(y(point.Values.P50))}"));

    private static string Band(
        IReadOnlyList<BandPoint> points,
        Func<double, double> x,
        Func<double, double> y,
        Func<Quantiles, double> lower,
        Func<Quantiles, double> upper)
    {
        var path = new StringBuilder("M");
        path.AppendJoin("L", points.Select(point => $"{Svg.N(x(point.X))} {Svg.N(y(upper(point.Values)))}"));
        path.Append('L').AppendJoin("L", points.Reverse().Select(point => $"{Svg.N(x(point.X))} {Svg.N(y(lower(point.Values)))}"));
        return path.Append('Z').ToString();
    }
}
