namespace ClosedLoop.Optimization;

/// <summary>
/// What an optimist expects: β standard deviations better than the mean (Srinivas et al. 2010). Unlike expected improvement it does not lose interest in what is
/// nearly as good as the best, so it finds all of a table's top rows rather than one. About a target, with 1.96 for β, it is the straddle of Bryan et al. 2005: where
/// the surface may cross the target.
/// </summary>
/// <param name="posterior">The posterior, of one scenario.</param>
/// <param name="target">The value to approach in standardized units; null when lower is better.</param>
/// <param name="optimism">β.</param>
/// <param name="name">Name to report.</param>
internal sealed class ConfidenceBound(IPosterior posterior, double? target, double optimism, string name) : IAcquisition
{
    private readonly double[] _mean = new double[1];
    private readonly PosteriorPoint _at = posterior.Scratch();

    public string Name => name;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var deviation = posterior.Predict(point, _mean, _at);
        posterior.Gradient(_at, [target is { } value ? -Math.Sign(_mean[0] - value) : -1], optimism, gradient);
        return Value(_mean[0], deviation);
    }

    public double[] Score(IReadOnlyList<double[]> points)
    {
        var means = new double[points.Count];
        var deviations = new double[points.Count];
        posterior.Predict(points, means, deviations);
        return [.. means.Zip(deviations, Value)];
    }

    private double Value(double mean, double deviation) => (optimism * deviation) - (target is { } value ? Math.Abs(mean - value) : mean);
}
