using System.Text;
using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>Draws curves with their bands; colour and dashes both tell curves apart.</summary>
internal static class Curves
{
    /// <summary>How many styles there are; further curves begin again.</summary>
    public const int Styles = 8;

    private const double Sample = 26;
    private const double RowHeight = 18;

    /// <summary>All curves, bands below lines, cut at the frame.</summary>
    public static IEnumerable<XElement> Draw(IReadOnlyList<Curve> curves, IScale x, IScale y, Frame frame)
    {
        for (var c = curves.Count - 1; c >= 0; c--)
        {
            if (curves[c] is { Lower: { } lower, Upper: { } upper } curve)
            {
                var edge = Path(curve.X, upper, x, y, frame, false);
                var back = Path([.. curve.X.Reverse()], [.. lower.Reverse()], x, y, frame, true);
                yield return Svg.Path($"{edge}{back}Z", $"band curve-{c % Styles}");
            }
        }

        for (var c = curves.Count - 1; c >= 0; c--)
        {
            yield return Svg.Path(Path(curves[c].X, curves[c].Y, x, y, frame, false), $"curve curve-{c % Styles}", Svg.Tip(curves[c].Name));
        }
    }

    /// <summary>Samples of the lines with their names, in rows that fit the width; and how high it is.</summary>
    public static (XElement Legend, double Height) Legend(IReadOnlyList<Curve> curves, double left, double top, double width)
    {
        var group = Svg.Group("");
        var (x, y) = (left, top + 10);
        for (var c = 0; c < curves.Count; c++)
        {
            var room = Sample + 8 + Frame.TextWidth(curves[c].Name) + 18;
            if (x > left && x + room > left + width)
            {
                (x, y) = (left, y + RowHeight);
            }

            group.Add(
                Svg.Line(x, y - 4, x + Sample, y - 4, $"curve curve-{c % Styles}"),
                Svg.Text(x + Sample + 6, y, curves[c].Name, "tick"));
            x += room;
        }

        return (group, y - top + 8);
    }

    private static string Path(IReadOnlyList<double> xs, IReadOnlyList<double> ys, IScale x, IScale y, Frame frame, bool goesOn)
    {
        var path = new StringBuilder();
        for (var i = 0; i < xs.Count; i++)
        {
            var mapped = y.Map(ys[i]);
            var at = Math.Clamp(double.IsNaN(mapped) ? frame.Bottom : mapped, frame.Top, frame.Bottom);
            path.Append(i == 0 && !goesOn ? 'M' : 'L').Append(Svg.N(x.Map(xs[i]))).Append(' ').Append(Svg.N(at));
        }

        return path.ToString();
    }
}
