using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// Watches, for one objective, by how much measurements miss what was predicted when they were proposed. These residuals are out of sample, and if the surrogate
/// is right they are independent and standard normal however candidates were chosen. Four cumulative sums look for a drift up, a drift down, more scatter, and too many
/// results far worse than predicted. With a threshold of 7.5 + log(objectives) fewer than 5 % of campaigns of 200 predicted trials alarm falsely (by simulation: 4 %);
/// a drift by two standard deviations is seen after about 6 trials, doubled scatter after about 16, results of which half are far worse after about 10.
/// </summary>
internal sealed class ResidualAlarms
{
    // One residual is not a drift.
    private const double Greatest = 3;

    // Beyond this a result is far worse than predicted: 5 % of all if the surrogate is right, say 30 % if the search seeks out its errors.
    private const double FarWorse = 1.6448536269514722;
    private const double ExpectedShare = 0.05;
    private const double ExploitedShare = 0.3;

    // Of a target both sides are worse.
    private const double FarFromTarget = 1.959963984540054;

    private readonly Objective _objective;
    private readonly CumulativeSum _up;
    private readonly CumulativeSum _down;
    private readonly CumulativeSum _wide;
    private readonly CumulativeSum _worse;
    private readonly List<(int Trial, double Residual, bool FarWorse)> _seen = [];

    public ResidualAlarms(Objective objective, int objectives)
    {
        _objective = objective;
        var threshold = Threshold(objectives);
        (_up, _down, _wide, _worse) = (new(threshold), new(threshold), new(threshold), new(threshold));
    }

    /// <summary>The threshold of every sum; rates of false alarms fall with its exponential.</summary>
    public static double Threshold(int objectives) => 7.5 + Math.Log(objectives);

    /// <summary>One more measurement of a predicted trial.</summary>
    public void Add(int trial, ObjectivePrediction expected, double measured)
    {
        var (lower, upper) = expected.Interval();
        var half = measured >= expected.Mean ? upper - expected.Mean : expected.Mean - lower;
        var residual = half > 0 ? FarFromTarget * (measured - expected.Mean) / half : 0;
        Add(trial, residual, IsFarWorse(expected.Mean, measured, residual));
    }

    /// <summary>One more residual, in predicted deviations.</summary>
    public void Add(int trial, double residual, bool farWorse)
    {
        var z = Math.Clamp(residual, -Greatest, Greatest);
        _seen.Add((trial, residual, farWorse));
        _up.Add(trial, z - 0.5);
        _down.Add(trial, -z - 0.5);
        _wide.Add(trial, (0.375 * z * z) - Math.Log(2));
        _worse.Add(trial, farWorse ? Math.Log(ExploitedShare / ExpectedShare) : Math.Log((1 - ExploitedShare) / (1 - ExpectedShare)));
    }

    /// <summary>Whether any alarm stands.</summary>
    public bool Stands => (_up.Since ?? _down.Since ?? _wide.Since ?? _worse.Since) is not null;

    /// <summary>The alarms that stand.</summary>
    public IEnumerable<ModelAlarm> Standing()
    {
        if (_worse.Since is { } exploited)
        {
            var (count, far) = (Since(_worse.Left).Count(), Since(_worse.Left).Count(seen => seen.FarWorse));
            yield return new(AlarmKind.Exploitation, _objective.Name, exploited,
                $"{_objective.Name}: {far} of the {count} predicted results since trial {_worse.Left} were far worse than predicted (1 in 20 would be); the search seeks out errors of the surrogate");
        }

        foreach (var (sum, direction) in new[] { (_up, "above"), (_down, "below") })
        {
            if (sum.Since is { } drifted)
            {
                var mean = Math.Abs(Since(sum.Left).Average(seen => seen.Residual));
                yield return new(AlarmKind.DistributionShift, _objective.Name, drifted, string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{_objective.Name}: since trial {sum.Left} results lie {mean:F1} predicted standard deviations {direction} their predictions on average; something outside the model has changed"));
            }
        }

        if (_wide.Since is { } widened)
        {
            var scatter = Math.Sqrt(Since(_wide.Left).Average(seen => seen.Residual * seen.Residual));
            yield return new(AlarmKind.DistributionShift, _objective.Name, widened, string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{_objective.Name}: since trial {_wide.Left} results scatter {scatter:F1} times as widely about their predictions as predicted"));
        }
    }

    private IEnumerable<(int Trial, double Residual, bool FarWorse)> Since(int trial) => _seen.Where(seen => seen.Trial >= trial);

    private bool IsFarWorse(double mean, double measured, double residual) => _objective.Goal switch
    {
        Goal.Minimize => residual > FarWorse,
        Goal.Maximize => residual < -FarWorse,
        _ => Math.Abs(residual) > FarFromTarget && _objective.Loss(measured) > _objective.Loss(mean),
    };
}
