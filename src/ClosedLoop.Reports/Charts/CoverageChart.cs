using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>How many held-out measurements lie within intervals of each probability, before and after recalibration.</summary>
internal static class CoverageChart
{
    private const double PictureWidth = 510;
    private const double PictureHeight = 440;

    /// <summary>Both curves with the diagonal, on which intervals hold what they say.</summary>
    public static XElement Draw(CalibrationFigures before, CalibrationFigures after, string objective)
    {
        Curve[] curves = [Of("recalibrated", after), Of("as the model says", before)];
        var (legend, height) = Curves.Legend(curves, 60, 6, PictureWidth - 60);
        var bottom = PictureHeight - Axis.BottomRoom;
        var y = new LinearScale(0, 100, bottom, 12 + height, 10);
        var frame = new Frame(Frame.LeftOf(y), 12 + height, PictureWidth - 12, bottom);
        var x = new LinearScale(0, 100, frame.Left, frame.Right, 10);
        return Svg.Picture(
            PictureWidth,
            PictureHeight,
            $"Coverage of predicted intervals of {objective}",
            legend,
            Axis.Bottom(frame, x, "probability of the predicted interval, %"),
            Axis.Left(frame, y, "measurements inside it, %"),
            Svg.Line(x.Map(0), y.Map(0), x.Map(100), y.Map(100), "reference"),
            Curves.Draw(curves, x, y, frame));
    }

    private static Curve Of(string name, CalibrationFigures figures) => new(
        name,
        [0, .. CalibrationFigures.Levels.Select(level => 100 * level), 100],
        [0, .. figures.Coverage.Select(share => 100 * share), 100]);
}
