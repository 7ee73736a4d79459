using System.Globalization;
using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>The average prediction against one key of the candidates, with its uncertainty.</summary>
internal static class DependenceChart
{
    private const double PictureHeight = 250;
    private const double Inset = 8;

    /// <summary>One key; <paramref name="range"/> is the vertical range that all charts of the objective share.</summary>
    public static XElement Draw(PartialDependence dependence, Objective objective, Parameter parameter, (double Lower, double Upper) range, double width)
    {
        var bottom = PictureHeight - Axis.BottomRoom;
        var y = new LinearScale(range.Lower, range.Upper, bottom, 10, 6);
        var frame = new Frame(Frame.LeftOf(y), 10, width - 10, bottom);
        var x = Scales.OfKey(parameter, dependence.Key, frame.Left + Inset, frame.Right - Inset);
        var picture = Svg.Picture(
            width,
            PictureHeight,
            $"Predicted {objective.Name} against {dependence.Key}",
            Axis.Bottom(frame, x, Figures.Named(dependence.Key, parameter.Unit) + (parameter is CompositionParameter ? $" in {parameter.Name}" : "")),
            Axis.Left(frame, y, Figures.Named($"predicted {objective.Name}", objective.Unit)));
        if (dependence.Values.All(value => value.IsNumber) && dependence.Values.Count > 1)
        {
            var curve = new Curve(objective.Name, [.. dependence.Values.Select(value => value.Number)], dependence.Means, dependence.Lower, dependence.Upper);
            picture.Add(Svg.Group("dependence", Curves.Draw([curve], x, y, frame)));
            return picture;
        }

        for (var i = 0; i < dependence.Values.Count; i++)
        {
            var at = dependence.Values[i].IsNumber ? x.Map(dependence.Values[i].Number) : x.Map(Level((CategoricalParameter)parameter, dependence.Values[i].Text!));
            double Y(double value) => Math.Clamp(y.Map(value), frame.Top, frame.Bottom);
            picture.Add(
                Svg.Line(at, Y(dependence.Lower[i]), at, Y(dependence.Upper[i]), "interval"),
                Svg.Circle(at, Y(dependence.Means[i]), 4.2, "mark best", Svg.Tip($"{dependence.Values[i]}: {Figures.With(dependence.Means[i], objective.Unit)}")));
        }

        return picture;
    }

    /// <summary>The range that shows all of an objective's curves and as much of their bands as leaves the curves readable.</summary>
    public static (double Lower, double Upper) Range(IReadOnlyList<PartialDependence> dependences)
    {
        var means = dependences.SelectMany(each => each.Means).ToArray();
        var (least, most) = (means.Min(), means.Max());
        var spread = Math.Max(most - least, 1e-12 * Math.Max(Math.Abs(most), Math.Abs(least)));
        var (lower, upper) = (dependences.Min(each => each.Lower.Min()), dependences.Max(each => each.Upper.Max()));
        return (Math.Max(lower, least - spread), Math.Min(upper, most + spread));
    }

    private static int Level(CategoricalParameter parameter, string level)
    {
        for (var index = 0; index < parameter.Levels.Count; index++)
        {
            if (parameter.Levels[index] == level)
            {
                return index;
            }
        }

        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{parameter.Name} has no level {level}"), nameof(level));
    }
}
