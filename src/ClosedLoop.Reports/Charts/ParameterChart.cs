using System.Globalization;
using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>An objective against one key of the candidates; later trials are darker.</summary>
internal static class ParameterChart
{
    private const double PictureHeight = 250;
    private const double RugRoom = 14;
    private const double Inset = 8;

    /// <summary>One objective, one key; the picture is <paramref name="width"/> wide.</summary>
    public static XElement Draw(CampaignHistory history, Objective objective, Parameter parameter, string key, IReadOnlySet<int> best, double width)
    {
        var points = history.Trials.Where(trial => trial.Value(objective.Name) is not null && trial.At(key) is not null).ToList();
        var values = points.Select(trial => trial.Value(objective.Name)!.Value).ToList();
        var bottom = PictureHeight - Axis.BottomRoom;
        var rug = history.Trials.Where(trial => !trial.IsObserved && trial.At(key) is not null).ToList();
        var y = Scales.OfValues(values, bottom - (rug.Count > 0 ? RugRoom : 0), 10, 6);
        var frame = new Frame(Frame.LeftOf(y), 10, width - 10, bottom);
        var x = parameter is ContextParameter context
            ? Scales.OfValues([context.Lower, context.Upper, .. points.Select(trial => trial.At(key)!.Value.Number)], frame.Left + Inset, frame.Right - Inset, 5)
            : Scales.OfKey(parameter, key, frame.Left + Inset, frame.Right - Inset);
        double X(TrialHistory trial) => Position(x, parameter, trial, key);
        var scale = (parameter is ContinuousParameter { Scale: Scale.Log } ? ", log scale" : "")
            + (parameter is CompositionParameter ? $" in {parameter.Name}" : parameter is ContextParameter ? ", observed" : "");
        var picture = Svg.Picture(
            width,
            PictureHeight,
            $"{objective.Name} against {key}",
            Axis.Bottom(frame, x, Figures.Named(key, parameter.Unit) + scale),
            Axis.Left(frame, y, Figures.Named(objective.Name, objective.Unit)),
            rug.Select(trial => Mark.Unmeasured(trial, X(trial), frame.Bottom - 7)));
        if (parameter is CategoricalParameter categorical)
        {
            picture.Add(Medians(categorical, points, objective, (BandScale)x, y));
        }

        foreach (var trial in points.OrderBy(trial => best.Contains(trial.Number)))
        {
            var mark = Mark.Measured(
                history.Spec,
                trial,
                X(trial),
                y.Map(trial.Value(objective.Name)!.Value),
                best.Contains(trial.Number),
                Tip(trial, objective, parameter, key));
            if (!best.Contains(trial.Number))
            {
                var age = history.Trials.Count < 2 ? 1 : (trial.Number - 1) / (double)(history.Trials.Count - 1);
                mark.Add(new XAttribute("style", string.Create(CultureInfo.InvariantCulture, $"opacity:{0.45 + (0.55 * age):0.##}")));
            }

            picture.Add(mark);
        }

        return picture;
    }

    private static string Tip(TrialHistory trial, Objective objective, Parameter parameter, string key)
    {
        var value = trial.At(key)!.Value;
        var written = value.IsNumber ? Figures.With(value.Number, parameter.Unit) : value.Text;
        return $"Trial {trial.Number}: {key} = {written}, {objective.Name} = {Figures.With(trial.Value(objective.Name)!.Value, objective.Unit)}";
    }

    /// <summary>Categories spread their trials within the band: by the golden ratio of the trial number, so that a report is the same each time.</summary>
    private static double Position(IScale x, Parameter parameter, TrialHistory trial, string key)
    {
        if (x is not BandScale band)
        {
            return x.Map(trial.At(key)!.Value.Number);
        }

        var jitter = (trial.Number * 0.6180339887498949 % 1) - 0.5;
        var level = ((CategoricalParameter)parameter).Levels
            .Select((name, index) => (name, index))
            .First(entry => entry.name == trial.Candidate[key].Text).index;
        return band.Map(level) + (jitter * band.Band * 0.6);
    }

    private static IEnumerable<XElement> Medians(CategoricalParameter parameter, List<TrialHistory> points, Objective objective, BandScale x, IScale y)
    {
        for (var level = 0; level < parameter.Levels.Count; level++)
        {
            var values = points
                .Where(trial => trial.Candidate[parameter.Name].Text == parameter.Levels[level])
                .Select(trial => trial.Value(objective.Name)!.Value)
                .Order()
                .ToArray();
            if (values.Length > 0)
            {
                var median = (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
                yield return Svg.Line(x.Map(level) - (x.Band * 0.36), y.Map(median), x.Map(level) + (x.Band * 0.36), y.Map(median), "median");
            }
        }
    }
}
