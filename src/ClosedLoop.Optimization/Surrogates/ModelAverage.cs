namespace ClosedLoop.Optimization;

/// <summary>
/// A Gaussian process and a random forest, averaged by how well each predicts what it has not seen: the weight that gives the leave-one-out predictions the
/// greatest density (stacking: Yao et al. 2018), drawn towards one half while data are few. On rough tables either alone is overconfident in its own way.
/// </summary>
internal sealed class ModelAverage : ISurrogate
{
    // Imaginary rows that each model predicts better than the other.
    private const double PriorRows = 5;

    // Below this weight the forest costs more than it says.
    private const double LeastShare = 0.1;

    private readonly GaussianProcess _process;
    private readonly RandomForest _forest;
    private readonly double _share;
    private readonly LeaveOneOut _leaveOneOut;

    private ModelAverage(GaussianProcess process, RandomForest forest, double share, ulong seed)
    {
        (_process, _forest, _share) = (process, forest, share);
        Posterior = new AveragePosterior(process.Posterior, forest, share, seed);
        _leaveOneOut = Mix(process.LeaveOneOut(), forest.LeaveOneOut, share, process.NoiseVariance);
    }

    public string Name => _share == 1 ? "forest" : $"{_process.Name}+forest";

    public TrainingData Data => _process.Data;

    public string Reason => _share == 1 ? "forest: as demanded" : string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{_process.Reason}; averaged with a random forest (weight {_share:F2}), which predicts what it has not seen with log density {-_forest.LeaveOneOut.NegativeLogDensity():F2} against {-_process.LeaveOneOut().NegativeLogDensity():F2}");

    public double NoiseVariance => _process.NoiseVariance;

    public double PriorVariance => _process.PriorVariance;

    public OutputScale Scale => _process.Scale;

    public IPosterior Posterior { get; }

    public double LogLikelihood => _process.LogLikelihood;

    public double Jitter => _process.Jitter;

    public IReadOnlyDictionary<string, double> HyperParameters => new Dictionary<string, double>(_process.HyperParameters)
    {
        ["forest.share"] = _share,
        ["forest.calibration"] = _forest.Calibration,
    };

    /// <summary>The average where the forest helps, else the Gaussian process alone.</summary>
    public static ISurrogate Of(GaussianProcess process, ulong seed)
    {
        var forest = RandomForest.Fit(process.Data, seed);
        var share = Share(process.LeaveOneOut(), forest.LeaveOneOut);
        return share < LeastShare ? process : new ModelAverage(process, forest, share, seed);
    }

    /// <summary>The forest alone.</summary>
    public static ModelAverage Forest(GaussianProcess process, ulong seed) => new(process, RandomForest.Fit(process.Data, seed), 1, seed);

    public LeaveOneOut LeaveOneOut() => _leaveOneOut;

    /// <summary>The process in closed form, the forest grown anew without each fold; the weight stays.</summary>
    public LeaveOneOut LeaveOut(int[] folds) => Mix(_process.LeaveOut(folds), _forest.LeaveOut(folds), _share, NoiseVariance);

    // Expectation maximization for the weight of a mixture of two known densities; the likelihood is concave in it.
    private static double Share(LeaveOneOut process, LeaveOneOut forest)
    {
        var advantages = process.LogDensities().Zip(forest.LogDensities(), (a, b) => b - a).ToArray();
        var share = 0.5;
        for (var step = 0; step < 50; step++)
        {
            var sum = advantages.Sum(advantage => share / (share + ((1 - share) * Math.Exp(-advantage))));
            share = (sum + PriorRows) / (advantages.Length + (2 * PriorRows));
        }

        return share;
    }

    // The forest's variance counts as one of latent values, to which noise is added: the same for what is held out as for what is to come.
    private static LeaveOneOut Mix(LeaveOneOut process, LeaveOneOut forest, double share, double noise)
    {
        double[] means = [.. process.Means.Zip(forest.Means, (a, b) => a + (share * (b - a)))];
        double[] deviations = [.. means.Select((_, i) => Math.Sqrt(
            ((1 - share) * process.Deviations[i] * process.Deviations[i])
            + (share * ((forest.Deviations[i] * forest.Deviations[i]) + noise))
            + (share * (1 - share) * Math.Pow(process.Means[i] - forest.Means[i], 2))))];
        return new(process.Values, means, deviations);
    }
}
