using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>Predicted against measured, with 95 % intervals and the line on which both agree.</summary>
internal static class CalibrationChart
{
    private const double PictureWidth = 510;
    private const double PictureHeight = 440;

    /// <summary>One objective.</summary>
    public static XElement Draw(IReadOnlyList<PredictedPair> pairs, Objective objective)
    {
        var measured = pairs.Select(pair => pair.Measured).ToArray();
        var all = measured.Concat(pairs.Select(pair => pair.Mean)).ToArray();
        var spread = Math.Max(all.Max() - all.Min(), 1e-12);

        // An interval that is much wider than the data is cut at the frame: it must not shrink the rest to a dot.
        var lower = Math.Max(pairs.Min(pair => Math.Min(pair.Lower, pair.Measured)), all.Min() - (0.4 * spread));
        var upper = Math.Min(pairs.Max(pair => Math.Max(pair.Upper, pair.Measured)), all.Max() + (0.4 * spread));
        var bottom = PictureHeight - Axis.BottomRoom;
        var y = Scales.OfValues([lower, upper], bottom, 12, 7);
        y = y is LogScale ? new LinearScale(lower, upper, bottom, 12, 7) : y;
        var frame = new Frame(Frame.LeftOf(y), 12, PictureWidth - 12, bottom);
        var margin = (upper - lower) * 0.06;
        var x = new LinearScale(lower - margin, upper + margin, frame.Left, frame.Right, 6);
        y = new LinearScale(lower - margin, upper + margin, frame.Bottom, frame.Top, 7);
        double Y(double value) => Math.Clamp(y.Map(value), frame.Top, frame.Bottom);
        return Svg.Picture(
            PictureWidth,
            PictureHeight,
            $"Predicted against measured {objective.Name}",
            Axis.Bottom(frame, x, Figures.Named($"measured {objective.Name}", objective.Unit)),
            Axis.Left(frame, y, Figures.Named($"predicted {objective.Name}", objective.Unit)),
            Svg.Line(x.Map(lower - margin), y.Map(lower - margin), x.Map(upper + margin), y.Map(upper + margin), "reference"),
            pairs.Select(pair => Svg.Line(
                x.Map(pair.Measured),
                Y(pair.Lower),
                x.Map(pair.Measured),
                Y(pair.Upper),
                pair.IsCovered ? "interval" : "interval missed")),
            pairs.Select(pair => Svg.Circle(
                x.Map(pair.Measured),
                Y(pair.Mean),
                3.4,
                pair.IsCovered ? "mark chosen" : "mark missed",
                Svg.OfTrial(pair.Trial.Number),
                Svg.Tip($"Trial {pair.Trial.Number}: predicted {Figures.Short(pair.Mean)} (95 %: {Figures.Short(pair.Lower)} to {Figures.Short(pair.Upper)}), "
                    + $"measured {Figures.With(pair.Measured, objective.Unit)}"))));
    }
}
