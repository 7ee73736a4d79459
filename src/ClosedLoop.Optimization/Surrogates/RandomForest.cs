namespace ClosedLoop.Optimization;

/// <summary>
/// A forest of bootstrapped randomized trees: the mean of their predictions, and their disagreement as variance, calibrated on what each tree did not see.
/// Rough and piecewise constant, but hard to mislead: neither outliers nor length scales matter to it.
/// </summary>
internal sealed class RandomForest
{
    private const int Trees = 100;

    // Calibration from few rows is itself uncertain; this many imaginary rows say that it is not needed.
    private const double PriorRows = 10;

    private readonly TrainingData _data;
    private readonly RegressionTree[] _trees;

    private RandomForest(TrainingData data, RegressionTree[] trees, bool[][] seen)
    {
        (_data, _trees) = (data, trees);
        LeaveOneOut = OutOfBag(seen);
    }

    /// <summary>Each observation predicted by the trees that did not see it; variances calibrated.</summary>
    public LeaveOneOut LeaveOneOut { get; private init; }

    /// <summary>Factor of the disagreement's variance.</summary>
    public double Calibration { get; private set; } = 1;

    /// <summary>Grows a forest on standardized values.</summary>
    public static RandomForest Fit(TrainingData data, ulong seed)
    {
        var trees = new RegressionTree[Trees];
        var seen = new bool[Trees][];
        for (var t = 0; t < Trees; t++)
        {
            var stream = new RandomStream(seed, StreamPurpose.Forest, (ulong)t);
            var sample = new int[data.Count];
            seen[t] = new bool[data.Count];
            for (var i = 0; i < sample.Length; i++)
            {
                sample[i] = stream.NextIndex(data.Count);
                seen[t][sample[i]] = true;
            }

            trees[t] = RegressionTree.Grow(data.Points, data.Values, sample, stream);
        }

        return new(data, trees, seen);
    }

    /// <summary>The forest with further values at further points.</summary>
    public RandomForest With(double[] point, double value, ulong seed) =>
        Fit(_data with { Points = [.. _data.Points, point], Values = [.. _data.Values, value] }, seed);

    /// <summary>Mean and standard deviation of the latent value.</summary>
    public (double Mean, double Deviation) Predict(ReadOnlySpan<double> point)
    {
        var (mean, variance) = Raw(point, _ => true);
        return (mean, Math.Sqrt(Calibration * variance));
    }

    private (double Mean, double Variance) Raw(ReadOnlySpan<double> point, Func<int, bool> counts)
    {
        var (count, sum, squares, within) = (0, 0.0, 0.0, 0.0);
        for (var t = 0; t < _trees.Length; t++)
        {
            if (counts(t))
            {
                var (mean, variance) = _trees[t].Predict(point);
                count++;
                sum += mean;
                squares += mean * mean;
                within += variance;
            }
        }

        return count == 0 ? (0, 1) : (sum / count, Math.Max(1e-12, ((squares + within) / count) - (sum / count * (sum / count))));
    }

    private LeaveOneOut OutOfBag(bool[][] seen)
    {
        var means = new double[_data.Count];
        var variances = new double[_data.Count];
        var misses = PriorRows;
        for (var i = 0; i < _data.Count; i++)
        {
            (means[i], variances[i]) = Raw(_data.Points[i], t => !seen[t][i]);
            var miss = _data.Values[i] - means[i];
            misses += miss * miss / Math.Max(variances[i], 1e-3);
        }

        Calibration = misses / (_data.Count + PriorRows);
        return new(_data.Values, means, [.. variances.Select(variance => Math.Sqrt(Calibration * Math.Max(variance, 1e-3)))]);
    }
}
