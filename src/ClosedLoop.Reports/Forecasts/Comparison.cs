using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>Several ways to run one campaign, over the same chance. The first is the reference: the campaign as its file says.</summary>
public sealed record Comparison
{
    private readonly Func<ForecastRun, DateTimeOffset, double?> _merit;

    private Comparison(IReadOnlyList<ArmForecast> arms, string measure, bool higherIsBetter, Func<ForecastRun, DateTimeOffset, double?> merit) =>
        (Arms, Measure, HigherIsBetter, _merit) = (arms, measure, higherIsBetter, merit);

    /// <summary>The arms; the first is the reference.</summary>
    public IReadOnlyList<ArmForecast> Arms { get; }

    /// <summary>What arms are judged by, with its unit.</summary>
    public string Measure { get; }

    /// <summary>Which way is better.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>
    /// The moment that they are judged at: the one asked for, or, where every run of every arm has long ended by then, the median end of the quickest arm.
    /// </summary>
    public DateTimeOffset By { get; private init; }

    /// <summary>
    /// Compares at least one arm. One objective is judged by its best measured value (for a target: the distance from it), several by the share of hypervolume.
    /// </summary>
    public static Comparison Of(IReadOnlyList<ArmForecast> arms)
    {
        ArgumentNullException.ThrowIfNull(arms);
        ArgumentOutOfRangeException.ThrowIfZero(arms.Count);
        var first = arms[0].Forecast;
        var by = arms.Min(arm => arm.Forecast.StartedAt.AddHours(arm.Forecast.Hours.P50));
        by = first.Question.By < by ? first.Question.By : by;
        if (first.Spec.Objectives is [var objective])
        {
            var distance = objective.Goal == Goal.Target;
            double? Best(ForecastRun run, DateTimeOffset at) =>
                first.Best(run, 0).LastOrDefault(step => step.At <= at).Value is { } best ? distance ? objective.Loss(best) : best : null;
            var name = distance ? $"distance of {objective.Name} from its target" : $"best {objective.Name}";
            return new Comparison(arms, Figures.Named(name, objective.Unit), objective.Goal == Goal.Maximize, Best) { By = by };
        }

        var share = HypervolumeShare.Of(first.Spec.Objectives, arms.SelectMany(arm => arm.Forecast.Runs));
        return new Comparison(arms, "hypervolume (% of the box around all measurements)", true, (run, at) => 100 * share.At(run, at)) { By = by };
    }

    /// <summary>How good an arm is at a moment, over its runs; null when none has a measurement by then.</summary>
    public Quantiles? Merit(ArmForecast arm, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(arm);
        double[] known = [.. arm.Forecast.Runs.Select(run => _merit(run, at)).OfType<double>()];
        return known.Length == 0 ? null : Quantiles.Of(known);
    }

    /// <summary>How an arm's merit goes on by the hour.</summary>
    public IReadOnlyList<BandPoint> Curve(ArmForecast arm)
    {
        ArgumentNullException.ThrowIfNull(arm);
        const int moments = 120;
        var (start, hours) = (arm.Forecast.StartedAt, arm.Forecast.Runs.Max(run => run.Length.TotalHours));
        return
        [
            .. Enumerable.Range(1, moments).Select(i => hours * i / moments)
                .Select(hour => Merit(arm, start.AddHours(hour)) is { } q ? new BandPoint(hour, q, 1) : null)
                .OfType<BandPoint>(),
        ];
    }

    /// <summary>An arm's merit at <see cref="By"/> less the reference's, over runs of the same number; null without a pair.</summary>
    public PairedDifference? MeritGained(ArmForecast arm) => Paired(arm, run => _merit(run, By));

    /// <summary>Hours that an arm takes less those of the reference.</summary>
    public PairedDifference? HoursGained(ArmForecast arm) => Paired(arm, run => run.Length.TotalHours);

    /// <summary>The answer in words: which arm is best at <see cref="By"/>, and which are as good as far as the runs can tell.</summary>
    public string Answer()
    {
        var ranked = Arms
            .Select(arm => (Arm: arm, Mean: Mean(arm)))
            .Where(entry => entry.Mean is not null)
            .OrderByDescending(entry => HigherIsBetter ? entry.Mean : -entry.Mean)
            .ToList();
        if (ranked.Count == 0)
        {
            return "No arm has a measurement by then.";
        }

        var best = ranked[0].Arm;
        var alike = ranked.Skip(1).Select(entry => entry.Arm).Where(arm => Between(best, arm) is { IsWithinChance: true }).Select(arm => arm.Name).ToList();
        var quickest = Arms.MinBy(arm => arm.Forecast.Hours.P50)!;
        return $"Best at {ForecastWords.Moment(By, best.Forecast.Question.Zone)} is {best.Name}"
            + (alike.Count == 0
                ? ", ahead of every other beyond chance"
                : $"; as good as far as {Figures.Count(best.Forecast.Runs.Count, "run")} can tell: {string.Join(", ", alike)}")
            + $". Quickest is {quickest.Name}: {ForecastWords.Span(quickest.Forecast.Hours.P50)}.";
    }

    private double? Mean(ArmForecast arm)
    {
        double[] known = [.. arm.Forecast.Runs.Select(run => _merit(run, By)).OfType<double>()];
        return known.Length == 0 ? null : known.Average();
    }

    private PairedDifference? Paired(ArmForecast arm, Func<ForecastRun, double?> figure) => Between(arm, Arms[0], figure);

    private PairedDifference? Between(ArmForecast arm, ArmForecast other) => Between(arm, other, run => _merit(run, By));

    private static PairedDifference? Between(ArmForecast arm, ArmForecast other, Func<ForecastRun, double?> figure)
    {
        var theirs = other.Forecast.Runs.ToDictionary(run => run.Number, figure);
        double[] differences = [.. arm.Forecast.Runs.Select(run => figure(run) - theirs.GetValueOrDefault(run.Number)).OfType<double>()];
        return differences.Length == 0 ? null : PairedDifference.Of(differences);
    }
}
