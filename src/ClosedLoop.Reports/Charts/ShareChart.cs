using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>In which share of the runs something had happened by each moment.</summary>
internal static class ShareChart
{
    private const double PictureWidth = 1040;
    private const double PictureHeight = 240;
    private const double Top = 20;

    /// <summary>One step line for each event.</summary>
    /// <param name="lines">Style, name, and the moments (by the clock that people read) at which it happened in those runs in which it did.</param>
    /// <param name="runs">Runs in all.</param>
    /// <param name="from">The start, by that clock.</param>
    /// <param name="to">The end of the axis.</param>
    public static XElement Draw(
        IReadOnlyList<(string Style, string Name, IReadOnlyList<DateTimeOffset> Moments)> lines,
        int runs,
        DateTimeOffset from,
        DateTimeOffset to)
    {
        var bottom = PictureHeight - Axis.BottomRoom;
        var y = new LinearScale(0, 100, bottom, Top, 5);
        var frame = new Frame(Frame.LeftOf(y), Top, PictureWidth - 14, bottom);
        var x = new TimeScale(from, to, frame.Left, frame.Right, 12);
        var picture = Svg.Picture(
            PictureWidth,
            PictureHeight,
            "Share of the runs by time of day",
            Axis.Bottom(frame, x, "time of day"),
            Axis.Left(frame, y, "% of the runs"));
        foreach (var (style, name, moments) in lines)
        {
            var path = $"M{Svg.N(frame.Left)} {Svg.N(frame.Bottom)}";
            var reached = 0;
            foreach (var at in moments.Order())
            {
                path += $"H{Svg.N(x.Map(at))}V{Svg.N(y.Map(100.0 * ++reached / runs))}";
            }

            picture.Add(Svg.Path($"{path}H{Svg.N(frame.Right)}", style, Svg.Tip(name)));
        }

        return picture;
    }
}
