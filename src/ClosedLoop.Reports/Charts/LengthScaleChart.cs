using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>The length scales of one objective's surrogate, shortest first.</summary>
internal static class LengthScaleChart
{
    private const double PictureWidth = 510;
    private const double Row = 24;
    private const int MostLabel = 26;

    /// <summary>Names and length scales, in any order; all positive.</summary>
    public static XElement Draw(Objective objective, IReadOnlyList<KeyValuePair<string, double>> lengthScales)
    {
        var sorted = lengthScales.OrderBy(pair => pair.Value).ToArray();
        var label = sorted.Max(pair => Math.Min(MostLabel, pair.Key.Length));
        var frame = new Frame(20 + (6.3 * label), 8, PictureWidth - 64, 8 + (Row * sorted.Length));
        var (least, most) = (sorted[0].Value, sorted[^1].Value);
        var x = new LogScale(Math.Min(least / 1.3, 0.1), Math.Max(most * 1.2, 1), frame.Left, frame.Right, 6);
        var picture = Svg.Picture(
            PictureWidth,
            frame.Bottom + Axis.BottomRoom,
            $"Length scales of {objective.Name}",
            Axis.Bottom(frame, x, "length scale, log scale"));
        for (var row = 0; row < sorted.Length; row++)
        {
            var y = frame.Top + (Row * (row + 0.5));
            var end = x.Map(sorted[row].Value);
            var name = Svg.Text(frame.Left - 8, y + 4, Figures.Ellipsis(sorted[row].Key, MostLabel), "tick", "end");
            picture.Add(
                name,
                Svg.Box(
                    frame.Left,
                    y - 6,
                    end - frame.Left,
                    12,
                    sorted[row].Value < 1 ? "bar short" : "bar",
                    Svg.Tip($"{sorted[row].Key}: {Figures.Short(sorted[row].Value)}")),
                Svg.Text(end + 6, y + 4, Figures.Short(sorted[row].Value, 3), "tick"));
        }

        return picture;
    }
}
