using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>What many dry runs of one campaign say of what is to come.</summary>
public sealed record Forecast
{
    private const int Moments = 160;

    private readonly IReadOnlyList<ForecastRun> _runs;

    private Forecast(CampaignSpec spec, IReadOnlyList<ForecastRun> runs, ForecastQuestion question) => (Spec, _runs, Question) = (spec, runs, question);

    /// <summary>The campaign.</summary>
    public CampaignSpec Spec { get; }

    /// <summary>What was asked.</summary>
    public ForecastQuestion Question { get; }

    /// <summary>The runs, by number.</summary>
    public IReadOnlyList<ForecastRun> Runs => _runs;

    /// <summary>Makes the forecast of at least one run.</summary>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public static Forecast Of(CampaignSpec spec, IEnumerable<ForecastRun> runs, ForecastQuestion question)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(question);
        ForecastRun[] ordered = [.. runs.OrderBy(run => run.Number)];
        return ordered.Length > 0 ? new Forecast(spec, ordered, question) : throw new ArgumentException("A forecast needs a run", nameof(runs));
    }

    /// <summary>When the runs were started.</summary>
    public DateTimeOffset StartedAt => _runs[0].StartedAt;

    /// <summary>Hours that the runs took.</summary>
    public Quantiles Hours => Quantiles.Of(_runs.Select(run => run.Length.TotalHours));

    /// <summary>How often a run ended by itself.</summary>
    public Chance Ended => new(_runs.Count(run => run.EndedAt is not null), _runs.Count);

    /// <summary>Cost of a run.</summary>
    public Quantiles Cost => Quantiles.Of(_runs.Select(run => run.Cost));

    /// <summary>Measured trials of a run.</summary>
    public Quantiles Observed => Quantiles.Of(_runs.Select(run => (double)run.Trials.Count(trial => trial.Values is not null)));

    /// <summary>How the runs ended, most frequent first.</summary>
    public IReadOnlyList<(string Ending, int Runs)> Endings =>
    [
        .. _runs.GroupBy(run => run.Ending)
            .Select(group => (group.Key, group.Count()))
            .OrderByDescending(ending => ending.Item2)
            .ThenBy(ending => ending.Key, StringComparer.Ordinal),
    ];

    /// <summary>How often a person was needed at all.</summary>
    public Chance PersonNeeded => new(_runs.Count(run => run.Persons.Count > 0), _runs.Count);

    /// <summary>How often the target was reached by the moment asked for; null without a target.</summary>
    public Chance? TargetBy => Question.Target is null ? null : new Chance(_runs.Count(run => ReachedAt(run) <= Question.By), _runs.Count);

    /// <summary>The best measured value at the moment asked for; null when no run has one by then.</summary>
    /// <param name="objective">The objective's number, from 0.</param>
    public Quantiles? BestBy(int objective) => At(objective, Question.By)?.Values;

    /// <summary>The best measured value at the end of the runs; null when none has one.</summary>
    /// <param name="objective">The objective's number, from 0.</param>
    public Quantiles? BestAtEnd(int objective) => At(objective, DateTimeOffset.MaxValue)?.Values;

    /// <summary>The best measured value against ended trials. A run that ended early keeps its last.</summary>
    /// <param name="objective">The objective's number, from 0.</param>
    public IReadOnlyList<BandPoint> BestByTrial(int objective)
    {
        var curves = _runs.Select(run => Best(run, objective)).ToList();
        var longest = curves.Max(curve => curve.Count);
        return Complete(Enumerable.Range(1, longest).Select(n =>
            Point(n, curves.Select(curve => curve.Count == 0 ? null : curve[Math.Min(n, curve.Count) - 1].Value))));
    }

    /// <summary>The best measured value against hours since the start, up to the end of the longest run.</summary>
    /// <param name="objective">The objective's number, from 0.</param>
    public IReadOnlyList<BandPoint> BestByHour(int objective)
    {
        var hours = _runs.Max(run => run.Length.TotalHours);
        return Complete(Enumerable.Range(1, Moments).Select(i => At(objective, StartedAt.AddHours(hours * i / Moments))));
    }

    /// <summary>When a run reached the target; never when it did not, or there is none.</summary>
    public DateTimeOffset ReachedAt(ForecastRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (Question.Target is not { } target)
        {
            return DateTimeOffset.MaxValue;
        }

        var index = Spec.Objectives.ToList().FindIndex(objective => objective.Name == target.Objective);
        var objective = Spec.Objectives[index];
        var bound = objective.Goal == Goal.Target ? target.Value : objective.Loss(target.Value);
        var first = run.Trials.FirstOrDefault(trial => trial is { Counts: true, Values: { } values } && objective.Loss(values[index]) <= bound);
        return first?.At ?? DateTimeOffset.MaxValue;
    }

    /// <summary>The ways in which steps went wrong, most frequent first.</summary>
    public IReadOnlyList<SetbackForecast> Setbacks() =>
    [
        .. _runs.SelectMany(run => run.Setbacks)
            .GroupBy(setback => (setback.Step, What: setback.Words))
            .Select(group => new SetbackForecast(
                group.Key.Step,
                group.Key.What,
                group.Count(),
                group.Count(setback => setback.Survived),
                (double)group.Count() / _runs.Count))
            .OrderByDescending(setback => setback.Count)
            .ThenBy(setback => setback.Step, StringComparer.Ordinal)
            .ThenBy(setback => setback.What, StringComparer.Ordinal),
    ];

    /// <summary>Whether what steps use up lasts.</summary>
    public IReadOnlyList<StockForecast> Stock() =>
    [
        .. Question.Stock.Select(item =>
        {
            var courses = _runs.Select(run => run.Stock[item.Name]).ToList();
            DateTimeOffset[] empty = [.. courses.Select(course => course.EmptyAt).OfType<DateTimeOffset>().Order()];
            return new StockForecast(item, Quantiles.Of(courses.Select(course => course.Used)), new Chance(empty.Length, _runs.Count), empty);
        }),
    ];

    /// <summary>Every instrument, in the order of the question.</summary>
    public IReadOnlyList<InstrumentForecast> Instruments() => [.. Question.Capacities.Select(instrument => Of(instrument.Key, instrument.Value))];

    /// <summary>How the best value of a run went on: after each ended trial; null before the first measurement.</summary>
    internal IReadOnlyList<(DateTimeOffset At, double? Value)> Best(ForecastRun run, int objective)
    {
        double Loss(double value) => Spec.Objectives[objective].Loss(value);
        var curve = new List<(DateTimeOffset, double?)>();
        double? best = null;
        foreach (var trial in run.Trials)
        {
            if (trial is { Counts: true, Values: { } values } && (best is not { } known || Loss(values[objective]) < Loss(known)))
            {
                best = values[objective];
            }

            curve.Add((trial.At, best));
        }

        return curve;
    }

    /// <summary>A curve begins when every run that measures anything has measured: before, runs that join would move it the wrong way.</summary>
    private static IReadOnlyList<BandPoint> Complete(IEnumerable<BandPoint?> points)
    {
        var known = points.OfType<BandPoint>().ToList();
        return [.. known.Where(point => point.Share >= known[^1].Share)];
    }

    private BandPoint? At(int objective, DateTimeOffset moment)
    {
        var values = _runs.Select(run => Best(run, objective).LastOrDefault(step => step.At <= moment).Value);
        return Point((moment - StartedAt).TotalHours, values);
    }

    private BandPoint? Point(double x, IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? null : new BandPoint(x, Quantiles.Of(known), (double)known.Length / _runs.Count);
    }

    private InstrumentForecast Of(string id, int capacity)
    {
        var idle = new InstrumentUse(0, 0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        Quantiles Over(Func<ForecastRun, InstrumentUse, double> figure) =>
            Quantiles.Of(_runs.Select(run => figure(run, run.Instruments.GetValueOrDefault(id) ?? idle)));
        return new InstrumentForecast(
            id,
            capacity,
            Over((run, use) => run.Length > TimeSpan.Zero ? use.Busy / (capacity * run.Length) : 0),
            Over((run, use) => run.Length > TimeSpan.Zero ? use.Waited / run.Length : 0),
            Over((_, use) => use.Steps > 0 ? use.Waited.TotalSeconds / use.Steps : 0),
            Over((_, use) => use.LongestWait.TotalSeconds),
            Over((_, use) => use.Steps),
            Over((_, use) => use.Failed));
    }
}
