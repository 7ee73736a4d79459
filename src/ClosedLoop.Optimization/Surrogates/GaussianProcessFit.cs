namespace ClosedLoop.Optimization;

/// <summary>Finds the hyper-parameters of highest posterior density from a few seeded starts.</summary>
internal static class GaussianProcessFit
{
    private const int MaximumSteps = 100;

    // Starts lie within the bulk of the prior, not in its tails.
    private const double StartWidth = 0.7;

    /// <summary>The best parameters found: logarithms of length scales, signal variance, noise variance.</summary>
    public static double[] Find(MarginalLikelihood likelihood, int observations, ulong seed)
    {
        var groups = likelihood.ParameterCount - 2;
        var (lower, upper) = Bounds(groups);
        var stream = new RandomStream(seed, StreamPurpose.Restarts);
        var best = Array.Empty<double>();
        var bestValue = double.PositiveInfinity;
        for (var start = 0; start < Starts(observations); start++)
        {
            var x = Start(groups, start, stream);
            var search = new BoundedLbfgs(lower, upper) { MaximumSteps = MaximumSteps, GradientTolerance = 1e-4, ValueTolerance = 1e-7, FirstStep = 0.5 };
            var value = search.Minimize(x, (point, gradient) => Negative(likelihood, point, gradient));
            if (value < bestValue || best.Length == 0)
            {
                (best, bestValue) = (x, value);
            }
        }

        return best;
    }

    // Few data have several explanations; many have one, and cost more.
    private static int Starts(int observations) => observations <= 60 ? 4 : observations <= 150 ? 3 : 2;

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
        x[groups + 1] = start % 2 == 0 ? Math.Log(1e-2) : Math.Log(1e-5);
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
