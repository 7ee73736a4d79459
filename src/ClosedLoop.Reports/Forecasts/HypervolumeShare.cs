using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>How much of the box between the best and the worst of everything measured a run's trials dominate.</summary>
internal sealed class HypervolumeShare
{
    private readonly IReadOnlyList<Objective> _objectives;
    private readonly double[] _best;
    private readonly double[] _worst;

    private HypervolumeShare(IReadOnlyList<Objective> objectives, double[] best, double[] worst) => (_objectives, _best, _worst) = (objectives, best, worst);

    public static HypervolumeShare Of(IReadOnlyList<Objective> objectives, IEnumerable<ForecastRun> runs)
    {
        var losses = runs
            .SelectMany(run => run.Trials)
            .Select(trial => trial.Values)
            .OfType<IReadOnlyList<double>>()
            .Select(values => Losses(objectives, values))
            .ToList();
        double Over(int objective, Func<IEnumerable<double>, double> pick) => losses.Count == 0 ? 0 : pick(losses.Select(loss => loss[objective]));
        return new HypervolumeShare(
            objectives,
            [.. objectives.Select((_, o) => Over(o, values => values.Min()))],
            [.. objectives.Select((_, o) => Over(o, values => values.Max()))]);
    }

    /// <summary>The share by a moment; null before the first measurement.</summary>
    public double? At(ForecastRun run, DateTimeOffset moment)
    {
        var points = run.Trials
            .Where(trial => trial.At <= moment && trial is { Counts: true, Values: not null })
            .Select(trial => Scaled(Losses(_objectives, trial.Values!)))
            .ToList();
        return points.Count == 0 ? null : Volume(points, 0);
    }

    private double[] Scaled(double[] losses) => [.. losses.Select((loss, o) => _worst[o] > _best[o] ? (loss - _best[o]) / (_worst[o] - _best[o]) : 0)];

    private static double[] Losses(IReadOnlyList<Objective> objectives, IReadOnlyList<double> values) =>
        [.. objectives.Select((objective, o) => objective.Loss(values[o]))];

    /// <summary>Volume of the part of the unit box that points (lower is better) dominate, slice by slice along each coordinate in turn.</summary>
    private static double Volume(List<double[]> points, int coordinate)
    {
        if (coordinate == points[0].Length - 1)
        {
            return 1 - points.Min(point => point[coordinate]);
        }

        var volume = 0.0;
        var ordered = points.OrderBy(point => point[coordinate]).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            var thickness = (i + 1 < ordered.Count ? ordered[i + 1][coordinate] : 1) - ordered[i][coordinate];
            if (thickness > 0)
            {
                volume += thickness * Volume(ordered[..(i + 1)], coordinate + 1);
            }
        }

        return volume;
    }
}
