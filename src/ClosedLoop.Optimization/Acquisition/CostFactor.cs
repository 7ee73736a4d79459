namespace ClosedLoop.Optimization;

/// <summary>One over what a trial is expected to cost, so that value counts per unit of cost (Snoek et al. 2012, "Practical Bayesian optimization", 3.2).</summary>
/// <param name="logCost">Posterior of the logarithm of the cost, standardized, of one scenario.</param>
/// <param name="spread">Standard deviation of the logarithms that standardizing divided by.</param>
internal sealed class CostFactor(IPosterior logCost, double spread) : IAcquisitionFactor
{
    private readonly double[] _mean = new double[1];
    private readonly PosteriorPoint _at = logCost.Scratch();

    public bool IsProbability => false;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        logCost.Predict(point, _mean, _at);
        Span<double> part = new double[gradient.Length];
        logCost.Gradient(_at, [-spread], 0, part);
        for (var d = 0; d < part.Length; d++)
        {
            gradient[d] += part[d];
        }

        return -spread * _mean[0];
    }

    public double[] Score(IReadOnlyList<double[]> points)
    {
        var means = new double[points.Count];
        logCost.Predict(points, means, new double[points.Count]);
        return [.. means.Select(mean => -spread * mean)];
    }

    public IAcquisitionFactor Pend(double[] point) => this;
}
