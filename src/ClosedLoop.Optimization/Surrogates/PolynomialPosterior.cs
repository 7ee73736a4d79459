namespace ClosedLoop.Optimization;

/// <summary>Posterior of a polynomial with normal coefficients: one mean for each scenario and one covariance (Bishop 2006, 3.3).</summary>
/// <param name="features">The polynomial's terms.</param>
/// <param name="coefficients">For each scenario the mean of the coefficients, padded.</param>
/// <param name="covariance">Covariance of the coefficients, padded; both triangles.</param>
/// <param name="dimension">Number of coordinates.</param>
internal sealed class PolynomialPosterior(PolynomialFeatures features, double[][] coefficients, PaddedMatrix covariance, int dimension) : IPosterior
{
    // Smallest variance, relative to standardized values, that the arithmetic can tell from zero.
    private const double VarianceFloor = 1e-14;

    // A fantasized latent value is exact but for this variance.
    private const double FantasyNoise = 1e-8;

    public int Scenarios => coefficients.Length;

    public int Dimension => dimension;

    public PosteriorPoint Scratch() => new(dimension, covariance.Stride);

    public double Predict(ReadOnlySpan<double> point, Span<double> means, PosteriorPoint at)
    {
        features.Write(point, at.Factors);
        for (var m = 0; m < Scenarios; m++)
        {
            means[m] = TileKernel.Dot(at.Factors, coefficients[m]);
        }

        for (var k = 0; k < features.Count; k++)
        {
            at.Whitened[k] = TileKernel.Dot(covariance.Row(k), at.Factors);
        }

        return at.Deviation = Math.Sqrt(Math.Max(TileKernel.Dot(at.Factors, at.Whitened), VarianceFloor));
    }

    public void Gradient(PosteriorPoint at, ReadOnlySpan<double> meanWeights, double deviationWeight, Span<double> gradient)
    {
        // s² = φᵀ C φ, so ds = φᵀ C dφ / s.
        at.Whitened.CopyTo(at.Pull, 0);
        TileKernel.Scale(deviationWeight / at.Deviation, at.Pull);
        for (var m = 0; m < Scenarios; m++)
        {
            TileKernel.AddScaled(meanWeights[m], coefficients[m], at.Pull);
        }

        features.Gradient(at.Factors, at.Pull, gradient);
    }

    public void Predict(IReadOnlyList<double[]> points, Span<double> means, Span<double> deviations)
    {
        var at = Scratch();
        for (var i = 0; i < points.Count; i++)
        {
            deviations[i] = Predict(points[i], means.Slice(i * Scenarios, Scenarios), at);
        }
    }

    public double AverageDeviation(IReadOnlyList<double[]> points)
    {
        var (terms, average) = (new double[covariance.Stride], new double[covariance.Stride]);
        foreach (var point in points)
        {
            features.Write(point, terms);
            TileKernel.AddScaled(1.0 / points.Count, terms, average);
        }

        var variance = Enumerable.Range(0, features.Count).Sum(k => average[k] * TileKernel.Dot(covariance.Row(k), average));
        return Math.Sqrt(Math.Max(variance, VarianceFloor));
    }

    public IPosterior Condition(ReadOnlySpan<double> point, ReadOnlySpan<double> values)
    {
        var at = Scratch();
        var means = new double[Scenarios];
        var variance = Math.Pow(Predict(point, means, at), 2) + FantasyNoise;
        var narrowed = new PaddedMatrix(features.Count, features.Count);
        covariance.CopyTo(narrowed);
        for (var k = 0; k < features.Count; k++)
        {
            TileKernel.AddScaled(-at.Whitened[k] / variance, at.Whitened, narrowed.Row(k));
        }

        var moved = new double[values.Length][];
        for (var m = 0; m < values.Length; m++)
        {
            var from = Scenarios == 1 ? 0 : m;
            moved[m] = (double[])coefficients[from].Clone();
            TileKernel.AddScaled((values[m] - means[from]) / variance, at.Whitened, moved[m]);
        }

        return new PolynomialPosterior(features, moved, narrowed, dimension);
    }
}
