namespace ClosedLoop.Optimization;

/// <summary>
/// Where trials succeed: a Gaussian process classifier (Rasmussen, Williams 2006, chapter 3) on all trials that ended. Far from every trial it says what share of
/// trials has succeeded so far, so that one failure among many makes nobody timid.
/// </summary>
internal static class SuccessClassifier
{
    // Hyper-parameters need no more rows than these; failures first, which are the rarer kind.
    private const int LearningRows = 200;

    // Latent deviations of about two make probabilities near zero and one possible, but not certain.
    private const double SignalMode = 1.4;
    private const double SignalWidth = 1;

    private static readonly (double Lower, double Upper) SignalBounds = (Math.Log(0.1), Math.Log(50));

    /// <summary>The latent function, whose sum with standard normal noise is positive where a trial succeeds.</summary>
    /// <param name="succeeded">Encoded points of trials that succeeded.</param>
    /// <param name="failed">Encoded points of trials that failed, at least one.</param>
    /// <param name="groups">For each coordinate its length scale.</param>
    public static IPosterior Fit(IReadOnlyList<double[]> succeeded, IReadOnlyList<double[]> failed, int[] groups)
    {
        // Laplace's rule of succession, through the prior's own doubt.
        var share = (succeeded.Count + 1.0) / (succeeded.Count + failed.Count + 2);
        var mean = NormalDistribution.Quantile(share) * Math.Sqrt(1 + Math.Exp(SignalMode));
        var fewFailed = Thin(failed, LearningRows / 2);
        var logarithms = Learn(Data(Thin(succeeded, LearningRows - fewFailed.Count), fewFailed, groups), mean);
        return Posterior(Data(succeeded, failed, groups), mean, logarithms);
    }

    /// <summary>The approximate posterior at given hyper-parameters.</summary>
    public static IPosterior Posterior(TrainingData data, double mean, double[] logarithms)
    {
        var laplace = new LaplaceApproximation(data, mean);
        laplace.Evaluate(logarithms, []);
        double[] noise = [.. laplace.Curvatures.Select(curvature => 1 / curvature)];
        return new GaussianPosterior(data, noise, [laplace.PseudoValues], LaplaceApproximation.Parameters(logarithms, mean));
    }

    private static double[] Learn(TrainingData data, double mean)
    {
        var groups = data.GroupCount;
        var laplace = new LaplaceApproximation(data, mean);
        var (lower, upper) = (new double[groups + 1], new double[groups + 1]);
        Array.Fill(lower, GaussianProcessPriors.LengthScaleBounds.Lower, 0, groups);
        Array.Fill(upper, GaussianProcessPriors.LengthScaleBounds.Upper, 0, groups);
        (lower[groups], upper[groups]) = SignalBounds;
        double[] x = [.. Enumerable.Repeat(GaussianProcessPriors.LengthScaleMode(groups), groups), SignalMode];
        new BoundedLbfgs(lower, upper) { MaximumSteps = 40, GradientTolerance = 1e-2, ValueTolerance = 1e-4, FirstStep = 0.5 }.Minimize(x, (point, gradient) =>
        {
            var value = laplace.Evaluate(point, gradient);
            for (var p = 0; p < x.Length; p++)
            {
                var (log, slope) = p < groups
                    ? GaussianProcessPriors.Normal(point[p], GaussianProcessPriors.LengthScaleMode(groups), GaussianProcessPriors.LengthScaleWidth)
                    : GaussianProcessPriors.Normal(point[p], SignalMode, SignalWidth);
                value += log;
                gradient[p] = -(gradient[p] + slope);
            }

            return -value;
        });
        return x;
    }

    private static TrainingData Data(IReadOnlyList<double[]> succeeded, IReadOnlyList<double[]> failed, int[] groups) =>
        new([.. succeeded, .. failed], [.. Enumerable.Repeat(1.0, succeeded.Count), .. Enumerable.Repeat(-1.0, failed.Count)], groups);

    // Evenly spaced in the order in which they were told.
    private static List<double[]> Thin(IReadOnlyList<double[]> points, int most) =>
        points.Count <= most ? [.. points] : [.. Enumerable.Range(0, most).Select(k => points[(int)((long)k * points.Count / most)])];
}
