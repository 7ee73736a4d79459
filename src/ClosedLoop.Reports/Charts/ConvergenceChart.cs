using System.Text;
using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>Every observation by trial number, and the best among the trials up to each.</summary>
internal static class ConvergenceChart
{
    private const double PictureWidth = 1040;
    private const double PictureHeight = 340;
    private const double RugRoom = 18;

    /// <summary>The measured values of one objective; or, for a target, their distance from it.</summary>
    public static XElement Draw(CampaignHistory history, Objective objective, bool distance)
    {
        double Shown(double value) => distance ? objective.Loss(value) : value;
        var points = history.Trials.Where(trial => trial.Value(objective.Name) is not null)
            .Select(trial => (Trial: trial, Measured: trial.Value(objective.Name)!.Value))
            .ToList();
        var flying = distance ? [] : history.State.InFlight
            .Select(trial => history.Trials.First(other => other.Number == trial.Number))
            .Where(trial => trial.Prediction(objective.Name) is { } p && double.IsFinite(p.Mean) && double.IsFinite(p.StandardDeviation))
            .ToList();
        var marks = distance ? [] : Levels(history.Spec, objective);
        var values = points.Select(point => Shown(point.Measured))
            .Concat(flying.Select(trial => trial.Prediction(objective.Name)!.Mean))
            .Concat(marks.Select(mark => mark.Value)).ToList();
        var top = 20;
        var bottom = PictureHeight - Axis.BottomRoom;
        IScale y = values.Count == 0 ? new BandScale([], bottom, top) : Scales.OfValues(values, bottom - RugRoom, top, 7);
        var frame = new Frame(Frame.LeftOf(y), top, PictureWidth - 14, bottom);
        var x = new CountScale(Math.Max(history.Trials.Count, 1), frame.Left, frame.Right, 20);
        var title = distance ? $"distance of {objective.Name} from {Figures.Short(objective.Target!.Value)}" : objective.Name;
        var picture = Svg.Picture(
            PictureWidth,
            PictureHeight,
            $"{title} by trial number",
            Design(history, frame, x),
            Axis.Bottom(frame, x, "trial"),
            Axis.Left(frame, y, Figures.Named(title, objective.Unit) + (Scales.IsWide(values) ? ", log scale" : "")));
        if (values.Count == 0)
        {
            picture.Add(Svg.Text((frame.Left + frame.Right) / 2, (frame.Top + frame.Bottom) / 2, "no measurement yet", "note shaded", "middle"));
        }

        foreach (var (name, value) in marks)
        {
            picture.Add(
                Svg.Line(frame.Left, y.Map(value), frame.Right, y.Map(value), "reference"),
                Svg.Text(frame.Left + 6, y.Map(value) - 5, name, "note shaded"));
        }

        var best = Best(points.Where(point => point.Trial.Counts(history.Spec)).Select(point => (point.Trial, Shown(point.Measured), objective.Loss(point.Measured))), x, y, frame, out var bestTrial);
        picture.Add(
            Svg.Path(best, "best-line"),
            flying.Select(trial => Expected(trial, trial.Prediction(objective.Name)!, x.Map(trial.Number), y, frame)),
            points.Select(point => Mark.Measured(
                history.Spec,
                point.Trial,
                x.Map(point.Trial.Number),
                y.Map(Shown(point.Measured)),
                history.Spec.Objectives.Count == 1 && point.Trial.Number == bestTrial,
                $"Trial {point.Trial.Number}{At(point.Trial)}: {objective.Name} = {Figures.With(point.Measured, objective.Unit)}")),
            history.Trials
                .Where(trial => !trial.IsObserved && !flying.Contains(trial))
                .Select(trial => Mark.Unmeasured(trial, x.Map(trial.Number), frame.Bottom - 8)));
        return picture;
    }

    private static string At(TrialHistory trial) => trial.State.Proposed.Source is { } source ? $" at {source}" : "";

    private static List<(string Name, double Value)> Levels(CampaignSpec spec, Objective objective)
    {
        var levels = new List<(string, double)>();
        if (objective.Target is { } target && objective.Goal == Goal.Target)
        {
            levels.Add(($"target {Figures.With(target, objective.Unit)}", target));
        }
        else if (spec.StopRules.OfType<TargetReached>().FirstOrDefault(rule => rule.Objective == objective.Name) is { } rule)
        {
            levels.Add(($"stop at {Figures.With(rule.Value, objective.Unit)}", rule.Value));
        }

        return levels;
    }

    private static XElement? Design(CampaignHistory history, Frame frame, IScale x)
    {
        if (history.InitialTrials == 0)
        {
            return null;
        }

        var right = x.Map(history.InitialTrials + 0.5);
        var label = right - frame.Left > 90 ? "initial design" : right - frame.Left > 44 ? "initial" : "";
        return Svg.Group(
            "",
            Svg.Box(frame.Left, frame.Top, right - frame.Left, frame.Height, "shade"),
            Svg.Text((frame.Left + right) / 2, frame.Top - 6, label, "note", "middle"));
    }

    /// <summary>A step line; it starts at the first observation and goes on to the right edge.</summary>
    private static string Best(IEnumerable<(TrialHistory Trial, double Shown, double Loss)> points, IScale x, IScale y, Frame frame, out int? bestTrial)
    {
        var path = new StringBuilder();
        var least = double.PositiveInfinity;
        bestTrial = null;
        foreach (var (trial, shown, loss) in points)
        {
            if (loss < least)
            {
                var (px, py) = (Svg.N(x.Map(trial.Number)), Svg.N(y.Map(shown)));
                path.Append(path.Length == 0 ? $"M{px} {py}" : $"H{px}V{py}");
                (least, bestTrial) = (loss, trial.Number);
            }
        }

        return path.Length == 0 ? "" : path.Append('H').Append(Svg.N(frame.Right)).ToString();
    }

    /// <summary>Where a trial in flight is expected: the prediction with its 95 % interval, cut at the frame.</summary>
    private static XElement Expected(TrialHistory trial, ObjectivePrediction prediction, double x, IScale y, Frame frame)
    {
        var (lower, upper) = prediction.Interval();
        double At(double value) => Math.Clamp(double.IsNaN(y.Map(value)) ? frame.Bottom : y.Map(value), frame.Top, frame.Bottom);
        return Svg.Group(
            "",
            Svg.Line(x, At(lower), x, At(upper), "expected"),
            Mark.Unmeasured(trial, x, At(prediction.Mean)));
    }
}
