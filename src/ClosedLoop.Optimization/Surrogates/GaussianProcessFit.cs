namespace ClosedLoop.Optimization;

/// <summary>Finds the hyper-parameters of highest posterior density from a few seeded starts.</summary>
internal static class GaussianProcessFit
{
    private const int MaximumSteps = 100;

    // Few data have several explanations.
    private const int FirstStarts = 4;

    private const int RefitTwice = 100;

    // The second, which every refit of few data has, is that all short ranges are noise: the explanation that a fit to fewer data most easily missed.
    private static readonly double[] StartNoises = [1e-2, 0.1, 1e-5, 1e-3];

    // Starts lie within the bulk of the prior, not in its tails.
    private const double StartWidth = 0.7;

    /// <summary>
    /// The best parameters found (logarithms of length scales, signal variance, noise variance) and their log posterior density. A first fit, without
    /// <paramref name="before"/>, starts from several places.
    /// </summary>
    /// <param name="likelihood">What to maximize.</param>
    /// <param name="before">Parameters of fewer observations to start from; null for none.</param>
    /// <param name="observations">How many there are; many have one explanation, and cost more.</param>
    /// <param name="seed">Seed of the starts.</param>
    public static (double[] Parameters, double LogPosterior) Find(MarginalLikelihood likelihood, double[]? before, int observations, ulong seed)
    {
        var groups = likelihood.ParameterCount - 2;
        var (lower, upper) = Bounds(groups);
        var stream = new RandomStream(seed, StreamPurpose.Restarts);
        var best = Array.Empty<double>();
        var bestValue = double.PositiveInfinity;
        for (var start = 0; start < Starts(before is not null, observations); start++)
        {
            var x = before is not null && start == 0 ? (double[])before.Clone() : Start(groups, start, stream);
            var search = new BoundedLbfgs(lower, upper) { MaximumSteps = MaximumSteps, GradientTolerance = 1e-2, ValueTolerance = 1e-5, FirstStep = 0.5 };
            var value = search.Minimize(x, (point, gradient) => Negative(likelihood, point, gradient));
            if (value < bestValue || best.Length == 0)
            {
                (best, bestValue) = (x, value);
            }
        }

        return (best, -bestValue);
    }

    /// <summary>The prior's modes: where a fit starts that has nothing better.</summary>
    public static double[] Usual(int groups) =>
        [.. Enumerable.Repeat(GaussianProcessPriors.LengthScaleMode(groups), groups), GaussianProcessPriors.SignalMode, GaussianProcessPriors.NoiseMode];

    private static int Starts(bool isRefit, int observations) => !isRefit ? FirstStarts : observations <= RefitTwice ? 2 : 1;

    private static double Negative(MarginalLikelihood likelihood, ReadOnlySpan<double> point, Span<double> gradient)
    {
        var value = -likelihood.Evaluate(point, gradient);
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = -gradient[i];
        }

        return value;
    }

    private static double[] Start(int groups, int start, RandomStream stream)
    {
        var x = new double[groups + 2];
        for (var g = 0; g < groups; g++)
        {
            // First the prior's mode, then smoother ones, where the likelihood is easier to climb.
            var center = GaussianProcessPriors.LengthScaleMode(groups) + (start == 0 ? 0 : 1);
            x[g] = center + (start == 0 ? 0 : StartWidth * stream.NextNormal());
        }

        x[groups] = GaussianProcessPriors.SignalMode;
        x[groups + 1] = Math.Log(StartNoises[start]);
        return x;
    }

    private static (double[] Lower, double[] Upper) Bounds(int groups)
    {
        var lower = new double[groups + 2];
        var upper = new double[groups + 2];
        Array.Fill(lower, GaussianProcessPriors.LengthScaleBounds.Lower, 0, groups);
        Array.Fill(upper, GaussianProcessPriors.LengthScaleBounds.Upper, 0, groups);
        (lower[groups], upper[groups]) = GaussianProcessPriors.SignalBounds;
        (lower[groups + 1], upper[groups + 1]) = GaussianProcessPriors.NoiseBounds;
        return (lower, upper);
    }
}
