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
    private readonly ulong _seed;

    private RandomForest(TrainingData data, RegressionTree[] trees, bool[][] seen, ulong seed)
    {
        (_data, _trees, _seed) = (data, trees, seed);
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

        return new(data, trees, seen, seed);
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

    /// <summary>Mean and standard deviation of the average of the latent values at some points: trees disagree less about an average.</summary>
    public (double Mean, double Deviation) Average(IReadOnlyList<double[]> points)
    {
        double[] averages = [.. _trees.Select(tree => points.Average(point => tree.Predict(point).Mean))];
        var mean = averages.Average();
        return (mean, Math.Sqrt(Calibration * Math.Max(1e-12, averages.Average(average => (average - mean) * (average - mean)))));
    }

    /// <summary>Each observation predicted by a forest grown on those of the other folds.</summary>
    public LeaveOneOut LeaveOut(int[] folds)
    {
        var (means, deviations) = (new double[_data.Count], new double[_data.Count]);
        foreach (var fold in folds.Distinct())
        {
            int[] kept = [.. Enumerable.Range(0, _data.Count).Where(i => folds[i] != fold)];
            var forest = Fit(_data with { Points = [.. kept.Select(i => _data.Points[i])], Values = [.. kept.Select(i => _data.Values[i])] }, _seed);
            for (var i = 0; i < _data.Count; i++)
            {
                if (folds[i] == fold)
                {
                    var (mean, variance) = forest.Raw(_data.Points[i], _ => true);
                    (means[i], deviations[i]) = (mean, Math.Sqrt(forest.Calibration * Math.Max(variance, 1e-3)));
                }
            }
        }

        return new(_data.Values, means, deviations);
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
