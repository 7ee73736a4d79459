namespace ClosedLoop.Optimization;

/// <summary>
/// Values that cannot belong to the same surface: far out of the bulk, with near neighbours of which none foretells them. The neighbours are asked with all
/// values compressed to the logarithm of their distance from the bulk, where an honest steep surface is a gentle one.
/// </summary>
internal static class GrossOutliers
{
    private const int FewestObservations = 8;

    // Distance from the median at which a value becomes suspect, in standard deviations that the middle 80 % of the values suggest.
    private const double SuspectDistance = 8;

    // Neighbours that leave more than this share of the variance open have foretold nothing.
    private const double MostOpen = 0.5;

    // Standard deviations beyond which a suspect is one.
    private const double Unforetold = 3;

    // More than this share is a heavy tail, not a mishap.
    private const double GreatestShare = 0.2;

    // The neighbours' length scales need no more rows than these.
    private const int LearningRows = 100;

    // Nor more steps: they only say which values are near.
    private const int LearningSteps = 10;

    // Standard deviations between the tenth and the ninetieth percentile of a normal distribution.
    private const double MiddleWidth = 2.563;

    /// <summary>Indices of the observations to learn from, in order.</summary>
    public static int[] Without(TrainingData told, ulong seed)
    {
        var values = told.Values;
        int[] all = [.. Enumerable.Range(0, values.Length)];
        var sorted = values.Order().ToArray();
        var median = sorted[sorted.Length / 2];
        var deviation = (sorted[(int)(0.9 * (sorted.Length - 1))] - sorted[(int)Math.Ceiling(0.1 * (sorted.Length - 1))]) / MiddleWidth;
        var suspects = Array.FindAll(all, i => Math.Abs(values[i] - median) > SuspectDistance * deviation);
        if (values.Length < FewestObservations || suspects.Length == 0 || suspects.Length > GreatestShare * values.Length || !(deviation > 0) || !double.IsFinite(deviation))
        {
            return all;
        }

        double[] compressed = [.. values.Select(value => Math.Asinh((value - median) / deviation))];
        List<int> trusted = [.. all.Except(suspects)];
        List<int> learnt = [.. trusted.Where((_, k) => k % ((trusted.Count / LearningRows) + 1) == 0)];
        var likelihood = new MarginalLikelihood(Data(told, compressed, learnt), KernelFamily.Matern52);
        var found = GaussianProcessFit.Find(likelihood, likelihood.Layout.Modes(), learnt.Count, seed, LearningSteps).Parameters;
        likelihood.Evaluate(found, []);
        var parameters = likelihood.Layout.Read(found, likelihood.Mean);
        List<int> doubted = [.. suspects];
        while (doubted.Count > 0)
        {
            var surprises = Surprises(Data(told, compressed, trusted), Data(told, compressed, doubted), parameters);
            if (surprises.Min() > Unforetold)
            {
                break;
            }

            // They may vouch for their neighbours in turn: a steep surface is believed step by step.
            trusted.AddRange(doubted.Where((_, k) => surprises[k] <= Unforetold));
            doubted = [.. doubted.Where((_, k) => surprises[k] > Unforetold)];
        }

        return Array.FindAll(all, i => !doubted.Contains(i));
    }

    // What is known of variances is in other units, and does not matter at this scale.
    private static TrainingData Data(TrainingData told, double[] compressed, List<int> rows) =>
        (told with { Values = compressed, Variances = [] }).At([.. rows]);

    /// <summary>By how many standard deviations each doubted value misses what the trusted ones foretell of it; 0 where they foretell nothing.</summary>
    internal static double[] Surprises(TrainingData trusted, TrainingData doubted, GaussianProcessParameters parameters)
    {
        var covariances = new Covariances(trusted, parameters);
        var noise = new double[trusted.Count];
        Array.Fill(noise, parameters.NoiseVariance);
        var rows = new PaddedMatrix(doubted.Count + 1, trusted.Count);
        var residuals = rows.Row(doubted.Count);
        for (var i = 0; i < trusted.Count; i++)
        {
            residuals[i] = trusted.Values[i] - parameters.Mean;
        }

        var point = new double[trusted.Dimension];
        for (var k = 0; k < doubted.Count; k++)
        {
            covariances.Scale(doubted.Points[k], point);
            covariances.Row(point, rows.Row(k), [], [], []);
            rows.Row(k)[trusted.Count..].Clear();
        }

        GaussianPosterior.Factored(covariances, trusted, parameters, noise).SolveRows(rows);
        var surprises = new double[doubted.Count];
        for (var k = 0; k < surprises.Length; k++)
        {
            var variance = parameters.SignalVariance - TileKernel.Dot(rows.Row(k), rows.Row(k));
            var foretold = parameters.Mean + TileKernel.Dot(rows.Row(k), rows.Row(doubted.Count));
            surprises[k] = variance > MostOpen * parameters.SignalVariance ? 0 : Math.Abs(doubted.Values[k] - foretold) / Math.Sqrt(Math.Max(variance, 0) + parameters.NoiseVariance);
        }

        return surprises;
    }
}
