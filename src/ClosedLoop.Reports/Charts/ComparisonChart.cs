using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>Arms of a comparison: their medians against the clock, and their differences from the first.</summary>
internal static class ComparisonChart
{
    /// <summary>How many arms can be told apart by colour.</summary>
    public const int Colours = 7;

    private const double PictureWidth = 1040;
    private const double PictureHeight = 340;
    private const double Row = 30;

    /// <summary>The median of each arm.</summary>
    public static XElement Curves(Comparison comparison)
    {
        var curves = comparison.Arms.Select(comparison.Curve).ToList();
        var zone = comparison.Arms[0].Forecast.Question.Zone;
        var start = ForecastWords.Wall(comparison.Arms[0].Forecast.StartedAt, zone);
        var hours = curves.Where(curve => curve.Count > 0).Max(curve => curve[^1].X);
        var shown = curves.SelectMany(curve => curve.Skip(curve.Count / 10)).Select(point => point.Values.P50).ToList();
        var bottom = PictureHeight - Axis.BottomRoom;
        var y = Scales.OfValues(shown, bottom, 20, 7, BandChart.WideRatio);
        var frame = new Frame(Frame.LeftOf(y), 20, PictureWidth - 14, bottom);
        var x = new TimeScale(start, start.AddHours(hours), frame.Left, frame.Right, 12);
        var picture = Svg.Picture(
            PictureWidth,
            PictureHeight,
            "Arms against the clock",
            Axis.Bottom(frame, x, "time of day"),
            Axis.Left(frame, y, comparison.Measure + (Scales.IsWide(shown, BandChart.WideRatio) ? ", log scale" : "")));
        for (var i = curves.Count - 1; i >= 0; i--)
        {
            if (curves[i].Count > 1)
            {
                picture.Add(Svg.Path(
                    BandChart.Line(
                        curves[i],
                        hour => x.Map(start.AddHours(hour)),
                        value => Math.Clamp(double.IsNaN(y.Map(value)) ? frame.Bottom : y.Map(value), frame.Top, frame.Bottom)),
                    $"arm a{i % Colours}",
                    Svg.Tip(comparison.Arms[i].Name)));
            }
        }

        var by = x.Map(ForecastWords.Wall(comparison.By, zone));
        picture.Add(Svg.Line(by, frame.Top, by, frame.Bottom, "opening"), Svg.Text(by, frame.Top - 6, "judged here", "note", "middle"));
        return picture;
    }

    /// <summary>Mean differences from the first arm with their intervals.</summary>
    public static XElement Differences(Comparison comparison)
    {
        var rows = comparison.Arms.Skip(1).Select(arm => (arm.Name, Difference: comparison.MeritGained(arm))).ToList();
        var ends = rows
            .Select(row => row.Difference)
            .OfType<PairedDifference>()
            .SelectMany(difference => new[] { difference.Lower, difference.Upper })
            .Append(0)
            .ToList();
        var margin = 0.06 * (ends.Max() - ends.Min());
        var left = 24 + (6.3 * rows.Max(row => row.Name.Length));
        var frame = new Frame(left, 12, PictureWidth - 14, 12 + (Row * rows.Count));
        var x = new LinearScale(ends.Min() - margin, ends.Max() + margin, frame.Left, frame.Right, 8);
        var picture = Svg.Picture(
            PictureWidth,
            frame.Bottom + Axis.BottomRoom,
            "Differences from the first arm",
            Axis.Bottom(frame, x, $"difference; {(comparison.HigherIsBetter ? "right" : "left")} of zero is better"),
            Svg.Line(x.Map(0), frame.Top, x.Map(0), frame.Bottom, "reference"));
        for (var i = 0; i < rows.Count; i++)
        {
            var middle = frame.Top + (Row * (i + 0.5));
            picture.Add(Svg.Text(frame.Left - 8, middle + 4, rows[i].Name, "tick", "end"));
            if (rows[i].Difference is { } difference)
            {
                picture.Add(
                    Svg.Line(x.Map(difference.Lower), middle, x.Map(difference.Upper), middle, $"arm a{(i + 1) % Colours}"),
                    Svg.Circle(
                        x.Map(difference.Mean),
                        middle,
                        4.5,
                        $"arm-mark a{(i + 1) % Colours}",
                        Svg.Tip($"{rows[i].Name}: {Figures.Short(difference.Mean, 3)}, more in {difference.Greater} of {difference.Pairs} runs")));
            }
        }

        return picture;
    }
}
