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
    /// The best parameters found and their log posterior density. A first fit, without
    /// <paramref name="before"/>, starts from several places.
    /// </summary>
    /// <param name="likelihood">What to maximize.</param>
    /// <param name="before">Parameters of fewer observations to start from; null for none.</param>
    /// <param name="observations">How many there are; many have one explanation, and cost more.</param>
    /// <param name="seed">Seed of the starts.</param>
    /// <param name="steps">The most steps uphill from each start.</param>
    public static (double[] Parameters, double LogPosterior) Find(MarginalLikelihood likelihood, double[]? before, int observations, ulong seed, int steps = MaximumSteps)
    {
        var stream = new RandomStream(seed, StreamPurpose.Restarts);
        var best = Array.Empty<double>();
        var highest = double.NegativeInfinity;
        for (var start = 0; start < Starts(before is not null, observations); start++)
        {
            var x = before is not null && start == 0 ? before : Start(likelihood.Layout, start, stream);
            var (found, density) = Climb(likelihood, x, steps);
            if (density > highest || best.Length == 0)
            {
                (best, highest) = (found, density);
            }
        }

        return (best, highest);
    }

    /// <summary>The best parameters uphill from a start, within so many steps, and their log posterior density.</summary>
    public static (double[] Parameters, double LogPosterior) Climb(MarginalLikelihood likelihood, double[] start, int steps)
    {
        var (lower, upper) = likelihood.Layout.Bounds();
        var x = (double[])start.Clone();
        var search = new BoundedLbfgs(lower, upper) { MaximumSteps = steps, GradientTolerance = 1e-2, ValueTolerance = 1e-4, FirstStep = 0.5 };
        return (x, -search.Minimize(x, (point, gradient) => Negative(likelihood, point, gradient)));
    }

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

    private static double[] Start(ParameterLayout layout, int start, RandomStream stream)
    {
        // First the priors' modes, then smoother functions, whose likelihood is easier to climb.
        var x = layout.Modes();
        for (var g = 0; start > 0 && g < layout.Groups; g++)
        {
            x[g] += 1 + (StartWidth * stream.NextNormal());
        }

        x[layout.Noise] = Math.Log(StartNoises[start]);
        return x;
    }
}
