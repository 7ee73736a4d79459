using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>How far each chosen candidate lay from what had been measured.</summary>
internal static class ExtrapolationChart
{
    /// <summary>Open variance by trial; candidates that rest more on the prior than on data are ringed.</summary>
    public static XElement Draw(CampaignHistory history, double width, double height)
    {
        var bottom = height - Axis.BottomRoom;
        var y = new LinearScale(0, 100, bottom, 12, 5);
        var frame = new Frame(Frame.LeftOf(y), 12, width - 14, bottom);
        var x = new CountScale(Math.Max(history.Trials.Count, 1), frame.Left, frame.Right, (int)(width / 50));
        var limit = y.Map(100 * Extrapolation.FarOpenVariance);
        return Svg.Picture(
            width,
            height,
            "Open variance of chosen candidates by trial",
            Axis.Bottom(frame, x, "trial"),
            Axis.Left(frame, y, "open variance, %"),
            Svg.Line(frame.Left, limit, frame.Right, limit, "reference"),
            history.Trials.Where(trial => trial.State.Proposed.Extrapolation is not null).Select(trial => Of(trial, trial.State.Proposed.Extrapolation!, x, y)));
    }

    private static XElement Of(TrialHistory trial, Extrapolation extrapolation, IScale x, IScale y)
    {
        var (px, py) = (x.Map(trial.Number), y.Map(100 * extrapolation.OpenVariance));
        return Svg.Group(
            "",
            Svg.Circle(
                px,
                py,
                3.8,
                "mark chosen",
                Svg.OfTrial(trial.Number),
                Svg.Tip($"Trial {trial.Number}: {Figures.Percent(extrapolation.OpenVariance)} of the prior variance open, kernel distance {Figures.Short(extrapolation.Distance, 2)}")),
            extrapolation.IsFar ? Svg.Circle(px, py, 7.5, "far") : null);
    }
}
