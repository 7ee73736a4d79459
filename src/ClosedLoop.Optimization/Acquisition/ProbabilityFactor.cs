namespace ClosedLoop.Optimization;

/// <summary>
/// Probability that a measurement lies within limits: of an output that the campaign limits (Gardner et al. 2014, "Bayesian optimization with inequality
/// constraints"), or, of a classifier's latent function with unit noise above zero, that the trial succeeds at all (Rasmussen, Williams 2006, 3.25).
/// </summary>
/// <param name="posterior">The latent output, of one scenario, in standardized units.</param>
/// <param name="noiseVariance">Variance of a measurement about it.</param>
/// <param name="lower">Least allowed value; null for none.</param>
/// <param name="upper">Greatest allowed value; null for none.</param>
internal sealed class ProbabilityFactor(IPosterior posterior, double noiseVariance, double? lower, double? upper) : IAcquisitionFactor
{
    private readonly double[] _mean = new double[1];
    private readonly PosteriorPoint _at = posterior.Scratch();

    public bool IsProbability => true;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var deviation = posterior.Predict(point, _mean, _at);
        var measured = Math.Sqrt((deviation * deviation) + noiseVariance);
        var value = IntervalProbability.Within(_mean[0], measured, lower, upper);
        Span<double> part = new double[gradient.Length];
        posterior.Gradient(_at, [value.ByMean], value.ByDeviation * deviation / measured, part);
        for (var d = 0; d < part.Length; d++)
        {
            gradient[d] += part[d];
        }

        return value.Log;
    }

    public double[] Score(IReadOnlyList<double[]> points)
    {
        var means = new double[points.Count];
        var deviations = new double[points.Count];
        posterior.Predict(points, means, deviations);
        return [.. means.Select((mean, i) => IntervalProbability.Within(mean, Math.Sqrt((deviations[i] * deviations[i]) + noiseVariance), lower, upper).Log)];
    }

    /// <summary>A pending trial is believed to yield its mean, so that a batch does not try the same doubtful place twice.</summary>
    public IAcquisitionFactor Pend(double[] point)
    {
        posterior.Predict(point, _mean, _at);
        return new ProbabilityFactor(posterior.Condition(point, _mean), noiseVariance, lower, upper);
    }
}
