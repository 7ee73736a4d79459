using System.Text;
using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>Two objectives against each other, with the front that no trial beats.</summary>
internal static class ParetoChart
{
    private const double PictureWidth = 1040;
    private const double PictureHeight = 400;

    /// <summary>The campaign's two objectives.</summary>
    public static XElement Draw(CampaignHistory history, IReadOnlyList<BestTrial> front)
    {
        var (first, second) = (history.Spec.Objectives[0], history.Spec.Objectives[1]);
        var points = history.Observed.Where(trial => trial.Value(first.Name) is not null && trial.Value(second.Name) is not null).ToList();
        var xs = points.Select(trial => trial.Value(first.Name)!.Value).ToArray();
        var ys = points.Select(trial => trial.Value(second.Name)!.Value).ToArray();
        var bottom = PictureHeight - Axis.BottomRoom;
        var y = Scales.OfValues(ys, bottom, 12, 7);
        var frame = new Frame(Frame.LeftOf(y), 12, PictureWidth - 12, bottom);
        var x = Scales.OfValues(xs, frame.Left, frame.Right, 12);
        var members = front.Select(member => member.Trial).ToHashSet();
        return Svg.Picture(
            PictureWidth,
            PictureHeight,
            $"{second.Name} against {first.Name} with the Pareto front",
            Axis.Bottom(frame, x, Title(first, xs)),
            Axis.Left(frame, y, Title(second, ys)),
            Svg.Path(Staircase(front, first, second, x, y), "best-line"),
            points.OrderBy(trial => members.Contains(trial.Number)).Select(trial => Mark.Measured(
                history.Spec,
                trial,
                x.Map(trial.Value(first.Name)!.Value),
                y.Map(trial.Value(second.Name)!.Value),
                members.Contains(trial.Number),
                $"Trial {trial.Number}: {first.Name} = {Figures.With(trial.Value(first.Name)!.Value, first.Unit)}, "
                + $"{second.Name} = {Figures.With(trial.Value(second.Name)!.Value, second.Unit)}")));
    }

    private static string Title(Objective objective, double[] values) =>
        Figures.Named(objective.Name, objective.Unit)
        + (objective.Goal switch
        {
            Goal.Minimize => ", less is better",
            Goal.Maximize => ", more is better",
            _ => $", target {Figures.Short(objective.Target!.Value)}",
        })
        + (Scales.IsWide(values) ? ", log scale" : "");

    /// <summary>
    /// The border of what is dominated. Between two members it passes through the worse of both in each objective; a target has no such border.
    /// </summary>
    private static string Staircase(IReadOnlyList<BestTrial> front, Objective first, Objective second, IScale x, IScale y)
    {
        var path = new StringBuilder();
        if (first.Goal == Goal.Target || second.Goal == Goal.Target)
        {
            return "";
        }

        foreach (var member in front)
        {
            var (px, py) = (Svg.N(x.Map(member.Values[first.Name])), Svg.N(y.Map(member.Values[second.Name])));
            path.Append(path.Length == 0 ? $"M{px} {py}" : $"H{px}V{py}");
        }

        return path.ToString();
    }
}
