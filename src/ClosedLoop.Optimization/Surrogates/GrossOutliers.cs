namespace ClosedLoop.Optimization;

/// <summary>
/// Values that cannot belong to the same surface: far out of the bulk, and not foretold by their neighbours. The neighbours are asked with all values compressed
/// to the logarithm of their distance from the bulk, so that an outlier's size hardly counts and an honest steep surface becomes a gentle one.
/// </summary>
internal static class GrossOutliers
{
    private const int FewestObservations = 8;

    // Median absolute deviations from the median at which a value becomes suspect.
    private const double SuspectDistance = 10;

    // Leave-one-out standard deviations beyond which a suspect is one.
    private const double Unforetold = 3;

    // More than this share is a heavy tail, not a mishap.
    private const double GreatestShare = 0.25;

    /// <summary>Indices of the observations to learn from, in order.</summary>
    public static int[] Without(IReadOnlyList<double[]> points, IReadOnlyList<double> values, int[] groups, ulong seed)
    {
        int[] all = [.. Enumerable.Range(0, values.Count)];
        var median = Median(values);
        var deviation = Median([.. values.Select(value => Math.Abs(value - median))]);
        var suspects = Array.FindAll(all, i => Math.Abs(values[i] - median) > SuspectDistance * deviation);
        if (values.Count < FewestObservations || suspects.Length == 0 || suspects.Length > GreatestShare * values.Count || !(deviation > 0))
        {
            return all;
        }

        double[] compressed = [.. values.Select(value => Math.Asinh((value - median) / deviation))];
        var data = new TrainingData(points, [.. compressed.Select(OutputScale.Of(compressed).Standardize)], groups);
        var likelihood = new MarginalLikelihood(data, KernelFamily.Matern52);
        var parameters = GaussianProcessFit.Find(likelihood, null, seed).Parameters;
        likelihood.Evaluate(parameters, []);
        var leftOut = GaussianProcess.At(data, GaussianProcessParameters.Of(parameters, likelihood.Mean, KernelFamily.Matern52)).LeaveOneOut();
        return Array.FindAll(all, i => !suspects.Contains(i) || Math.Abs(leftOut.Values[i] - leftOut.Means[i]) < Unforetold * leftOut.Deviations[i]);
    }

    private static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] / 2) + (sorted[sorted.Length / 2] / 2);
    }
}
