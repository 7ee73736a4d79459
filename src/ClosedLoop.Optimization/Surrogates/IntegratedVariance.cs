namespace ClosedLoop.Optimization;

/// <summary>
/// How much a measurement at a point would reduce the posterior variance on average over a sample of the space: Σ cov(x, u)² / (σ²(x) + noise) / m, exact for a
/// Gaussian process (Cohn 1996; Seo et al. 2000). The covariance with a sample point, as a function of x, is the posterior mean that data zero and the sample's
/// own covariances would have, so one posterior with a scenario for each sample point gives all of them, with gradients.
/// </summary>
internal sealed class IntegratedVariance
{
    private readonly IPosterior _posterior;
    private readonly IPosterior _covariances;
    private readonly double _noise;
    private readonly PosteriorPoint _at;
    private readonly PosteriorPoint _atSample;
    private readonly double[] _values;
    private readonly double[] _mean = new double[1];

    /// <param name="data">What the process was fitted to, pending points included.</param>
    /// <param name="noise">Noise variance of each of those points.</param>
    /// <param name="parameters">Hyper-parameters.</param>
    /// <param name="sample">Encoded points over which is averaged.</param>
    public IntegratedVariance(TrainingData data, double[] noise, GaussianProcessParameters parameters, IReadOnlyList<double[]> sample)
    {
        var centered = parameters with { Mean = 0 };
        _posterior = new GaussianPosterior(data, noise, [new double[data.Count]], centered);
        var tiny = 1e-6 * parameters.SignalVariance;
        var both = data with { Points = [.. data.Points, .. sample], Values = new double[data.Count + sample.Count] };
        double[] bothNoise = [.. noise, .. Enumerable.Repeat(tiny, sample.Count)];
        _covariances = new GaussianPosterior(both, bothNoise, Targets(data, parameters, sample, tiny), centered);
        _noise = parameters.NoiseVariance;
        (_at, _atSample) = (_posterior.Scratch(), _covariances.Scratch());
        _values = new double[sample.Count];
    }

    /// <summary>The mean reduction at a point.</summary>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var deviation = _posterior.Predict(point, _mean, _at);
        _covariances.Predict(point, _values, _atSample);
        var total = (deviation * deviation) + _noise;
        var squares = _values.Sum(value => value * value) / _values.Length;
        var weights = _values.Select(value => 2 * value / total / _values.Length).ToArray();
        _covariances.Gradient(_atSample, weights, 0, gradient);
        Span<double> part = new double[gradient.Length];
        _posterior.Gradient(_at, [0], -2 * deviation * squares / (total * total), part);
        for (var d = 0; d < part.Length; d++)
        {
            gradient[d] += part[d];
        }

        return squares / total;
    }

    // For each sample point the posterior covariances with all sample points; zero at the data.
    private double[][] Targets(TrainingData data, GaussianProcessParameters parameters, IReadOnlyList<double[]> sample, double tiny)
    {
        var prior = new GaussianPosterior(data with { Points = sample, Values = new double[sample.Count] }, [.. sample.Select(_ => 1.0)], [new double[sample.Count]], parameters);
        var (at, mean) = (prior.Scratch(), new double[1]);
        var whitened = new double[sample.Count][];
        var targets = new double[sample.Count][];
        for (var u = 0; u < sample.Count; u++)
        {
            var own = _posterior.Scratch();
            _posterior.Predict(sample[u], mean, own);
            whitened[u] = own.Whitened;
            prior.Predict(sample[u], mean, at);
            targets[u] = new double[data.Count + sample.Count];
            for (var v = 0; v <= u; v++)
            {
                var covariance = at.Covariances[v] - TileKernel.Dot(whitened[u], whitened[v]) + (u == v ? tiny : 0);
                targets[u][data.Count + v] = covariance;
                targets[v][data.Count + u] = covariance;
            }
        }

        return targets;
    }
}
