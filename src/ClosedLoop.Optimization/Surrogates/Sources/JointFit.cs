namespace ClosedLoop.Optimization;

/// <summary>Finds the free parameters of highest posterior density of a model of several sources, from a few seeded starts.</summary>
internal static class JointFit
{
    private const int MaximumSteps = 80;

    // Starts lie within the bulk of the prior, not in its tails.
    private const double StartWidth = 0.5;

    /// <summary>The best parameters found and their log posterior density.</summary>
    /// <param name="likelihood">What to maximize.</param>
    /// <param name="relation">What the sources are to each other.</param>
    /// <param name="before">Parameters of fewer observations to start from; null for none.</param>
    /// <param name="groups">Number of length scales of a term.</param>
    /// <param name="seed">Seed of the starts.</param>
    public static (double[] Free, double LogPosterior) Find(JointLikelihood likelihood, ISourceRelation relation, double[]? before, int groups, ulong seed)
    {
        double[] lower = [.. likelihood.Priors.Select(prior => prior.Lower)];
        double[] upper = [.. likelihood.Priors.Select(prior => prior.Upper)];
        var (best, least) = (Array.Empty<double>(), double.PositiveInfinity);
        foreach (var x in before is not null ? [(double[])before.Clone()] : Starts(likelihood, relation, groups, seed))
        {
            var search = new BoundedLbfgs(lower, upper) { MaximumSteps = MaximumSteps, GradientTolerance = 1e-2, ValueTolerance = 1e-5, FirstStep = 0.5 };
            var value = search.Minimize(x, (point, gradient) => Negative(likelihood, point, gradient));
            if (value < least || best.Length == 0)
            {
                (best, least) = (x, value);
            }
        }

        return (best, -least);
    }

    // What is usual; something smoother; and no relation at all, which a fit that trusts from the start may not find.
    private static double[][] Starts(JointLikelihood likelihood, ISourceRelation relation, int groups, ulong seed)
    {
        var stream = new RandomStream(seed, StreamPurpose.Restarts);
        var scale = SourcePriors.LengthScale(groups).Mode;
        double[] smooth = [.. likelihood.Priors.Select(prior => prior.Lower == GaussianProcessPriors.LengthScaleBounds.Lower ? prior.Mode + 1 + (StartWidth * stream.NextNormal()) : prior.Mode)];
        return [[.. likelihood.Priors.Select(prior => prior.Mode)], smooth, relation.Unrelated(groups)];
    }

    private static double Negative(JointLikelihood likelihood, ReadOnlySpan<double> point, Span<double> gradient)
    {
        var value = -likelihood.Evaluate(point, gradient);
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = -gradient[i];
        }

        return value;
    }
}
