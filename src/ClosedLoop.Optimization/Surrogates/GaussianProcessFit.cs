namespace ClosedLoop.Optimization;

/// <summary>Finds the hyper-parameters of highest posterior density from a few seeded starts.</summary>
internal static class GaussianProcessFit
{
    private const int MaximumSteps = 100;

    // Few data have several explanations.
    private const int FirstStarts = 4;

    private const int RefitTwice = 100;

    // In any logarithm, where nothing is known of the curvature; the more observations, the steeper the slopes.
    private const double FirstStep = 0.5;
    private const double FirstStepOfMany = 0.1;

    // The second, which every refit of few data has, is that all short ranges are noise: the explanation that a fit to fewer data most easily missed.
    private static readonly double[] StartNoises = [1e-2, 0.1, 1e-5, 1e-3];

    // Log density for each observation that a climb gains where its start described the data badly.
    private const double FarBelow = 0.25;

    // Starts lie within the bulk of the prior, not in its tails.
    private const double StartWidth = 0.7;

    /// <summary>The best that was found. A first fit, without <paramref name="before"/>, starts from several places.</summary>
    /// <param name="likelihood">What to maximize.</param>
    /// <param name="before">Parameters of fewer observations to start from; null for none.</param>
    /// <param name="observations">How many there are; many have one explanation, and cost more.</param>
    /// <param name="seed">Seed of the starts.</param>
    /// <param name="steps">The most steps uphill from each start.</param>
    public static GaussianProcessAscent Find(MarginalLikelihood likelihood, double[]? before, int observations, ulong seed, int steps = MaximumSteps)
    {
        var stream = new RandomStream(seed, StreamPurpose.Restarts);
        GaussianProcessAscent? best = null;
        for (var start = 0; start < Starts(before is not null, observations); start++)
        {
            var found = Climb(likelihood, before is not null && start == 0 ? before : Start(likelihood.Layout, start, stream), steps);
            if (best is null || found.LogPosterior > best.LogPosterior)
            {
                best = found;
            }
        }

        return best!;
    }

    /// <summary>The best uphill from a start, within so many steps.</summary>
    public static GaussianProcessAscent Climb(MarginalLikelihood likelihood, double[] start, int steps) => Climb(likelihood, start, steps, FirstStep, Curvature.None);

    /// <summary>
    /// The same of many observations, with what a fit to fewer of them has learnt of the curvature. Where it begins far below, it goes on for as many steps again.
    /// </summary>
    public static GaussianProcessAscent Continue(MarginalLikelihood likelihood, double[] start, int steps, Curvature curvature)
    {
        var found = Climb(likelihood, start, steps, FirstStepOfMany, curvature.Times(likelihood.Count));
        for (var taken = steps; taken < MaximumSteps && found.Gain > FarBelow * likelihood.Count; taken += steps)
        {
            found = Climb(likelihood, found.Parameters, steps, FirstStepOfMany, found.Curvature.Times(likelihood.Count));
        }

        return found;
    }

    private static GaussianProcessAscent Climb(MarginalLikelihood likelihood, double[] start, int steps, double firstStep, Curvature curvature)
    {
        var (lower, upper) = likelihood.Layout.Bounds();
        var x = (double[])start.Clone();
        var search = new BoundedLbfgs(lower, upper) { MaximumSteps = steps, GradientTolerance = 1e-2, ValueTolerance = 1e-4, FirstStep = firstStep, Curvature = curvature };
        var begun = double.NaN;
        var density = -search.Minimize(x, (point, gradient) =>
        {
            var value = Negative(likelihood, point, gradient);
            begun = double.IsNaN(begun) ? -value : begun;
            return value;
        });
        return new(x, density, density - begun, search.Curvature.Times(1.0 / likelihood.Count));
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
