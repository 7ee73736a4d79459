namespace ClosedLoop.Optimization;

/// <summary>
/// Posterior of a Gaussian process with fixed hyper-parameters. Variances come from whitened vectors (L⁻¹ k), which cannot turn a small variance negative by
/// more than rounding.
/// </summary>
internal sealed partial class GaussianPosterior : IPosterior
{
    // Relative to the signal: the smallest variance that the arithmetic can tell from zero.
    private const double VarianceFloor = 1e-14;

    // A fantasized latent value is exact; this keeps the matrix positive definite.
    private const double FantasyNoise = 1e-8;

    // Realized latent values are drawn with this much noise of their own, relative to the signal, for the same reason.
    private const double RealizedNoise = 1e-6;

    private readonly TrainingData _data;
    private readonly double[] _noise;
    private readonly double[][] _targets;
    private readonly GaussianProcessParameters _parameters;
    private readonly PaddedMatrix _scaled;
    private readonly Cholesky _cholesky;
    private readonly PaddedMatrix _inverseFactor;
    private readonly double[][] _weights;

    /// <param name="data">Points; the values are not used.</param>
    /// <param name="noise">Noise variance of each point.</param>
    /// <param name="targets">For each scenario the values at the points.</param>
    /// <param name="parameters">Hyper-parameters.</param>
    public GaussianPosterior(TrainingData data, double[] noise, double[][] targets, GaussianProcessParameters parameters)
    {
        (_data, _noise, _targets, _parameters) = (data, noise, targets, parameters);
        _scaled = data.Scaled(parameters.LengthScales);
        var covariance = new PaddedMatrix(data.Count, data.Count);
        var point = new double[data.Dimension];
        for (var i = 0; i < data.Count; i++)
        {
            Scale(data.Points[i], point);
            StationaryKernel.Row(parameters.Kernel, _scaled, point, parameters.SignalVariance, covariance.Row(i), []);
            covariance[i, i] = parameters.SignalVariance + noise[i];
        }

        _cholesky = Cholesky.Of(covariance);
        _inverseFactor = new PaddedMatrix(data.Count, data.Count);
        _cholesky.InverseFactor(_inverseFactor);
        _weights = [.. targets.Select(Weigh)];
    }

    public int Scenarios => _weights.Length;

    public int Dimension => _data.Dimension;

    /// <summary>What the factorization added to the diagonal.</summary>
    public double Jitter => _cholesky.Jitter;

    /// <summary>K⁻¹ (y − mean) of the first scenario, padded.</summary>
    public ReadOnlySpan<double> Weights => _weights[0];

    /// <summary>(K⁻¹)_ii.</summary>
    public double InverseDiagonal(int i) => TileKernel.Dot(_inverseFactor.Row(i), _inverseFactor.Row(i));

    public PosteriorPoint Scratch() => new(Dimension, _scaled.Stride);

    public double Predict(ReadOnlySpan<double> point, Span<double> means, PosteriorPoint at)
    {
        Scale(point, at.Scaled);
        StationaryKernel.Row(_parameters.Kernel, _scaled, at.Scaled, _parameters.SignalVariance, at.Covariances, at.Factors);
        at.Covariances.AsSpan(_data.Count).Clear();
        Array.Clear(at.Whitened);
        for (var i = 0; i < _data.Count; i++)
        {
            // Row i of U begins at column i.
            var from = i / PaddedMatrix.Lanes * PaddedMatrix.Lanes;
            TileKernel.AddScaled(at.Covariances[i], _inverseFactor.Row(i)[from..], at.Whitened.AsSpan(from));
        }

        for (var m = 0; m < Scenarios; m++)
        {
            means[m] = _parameters.Mean + TileKernel.Dot(at.Covariances, _weights[m]);
        }

        return at.Deviation = Deviation(TileKernel.Dot(at.Whitened, at.Whitened));
    }

    public void Gradient(PosteriorPoint at, ReadOnlySpan<double> meanWeights, double deviationWeight, Span<double> gradient)
    {
        Array.Clear(at.Pull);
        for (var m = 0; m < Scenarios; m++)
        {
            TileKernel.AddScaled(meanWeights[m], _weights[m], at.Pull);
        }

        // ∂σ/∂x = −(K⁻¹ k)ᵀ ∂k/∂x / σ.
        for (var i = 0; i < _data.Count; i++)
        {
            var from = i / PaddedMatrix.Lanes * PaddedMatrix.Lanes;
            at.Pull[i] -= deviationWeight / at.Deviation * TileKernel.Dot(_inverseFactor.Row(i)[from..], at.Whitened.AsSpan(from));
            at.Pull[i] *= -at.Factors[i];
        }

        at.Pull.AsSpan(_data.Count).Clear();
        var total = at.Pull.Sum();
        for (var d = 0; d < Dimension; d++)
        {
            gradient[d] = ((at.Scaled[d] * total) - TileKernel.Dot(at.Pull, _scaled.Row(d))) / _parameters.LengthScales[_data.Groups[d]];
        }
    }

    public void Predict(IReadOnlyList<double[]> points, Span<double> means, Span<double> deviations)
    {
        const int block = 64;
        var point = new double[Dimension];
        for (var start = 0; start < points.Count; start += block)
        {
            var rows = Math.Min(block, points.Count - start);
            var covariances = new PaddedMatrix(rows, _data.Count);
            for (var r = 0; r < rows; r++)
            {
                Scale(points[start + r], point);
                var row = covariances.Row(r);
                StationaryKernel.Row(_parameters.Kernel, _scaled, point, _parameters.SignalVariance, row, []);
                row[_data.Count..].Clear();
                for (var m = 0; m < Scenarios; m++)
                {
                    means[((start + r) * Scenarios) + m] = _parameters.Mean + TileKernel.Dot(row, _weights[m]);
                }
            }

            _cholesky.SolveRows(covariances);
            for (var r = 0; r < rows; r++)
            {
                deviations[start + r] = Deviation(TileKernel.Dot(covariances.Row(r), covariances.Row(r)));
            }
        }
    }

    public IPosterior Condition(ReadOnlySpan<double> point, ReadOnlySpan<double> values)
    {
        var data = _data with { Points = [.. _data.Points, point.ToArray()] };
        var targets = new double[values.Length][];
        for (var m = 0; m < values.Length; m++)
        {
            targets[m] = [.. _targets[Scenarios == 1 ? 0 : m], values[m]];
        }

        return new GaussianPosterior(data, [.. _noise, FantasyNoise * _parameters.SignalVariance], targets, _parameters);
    }

    /// <summary>
    /// The posterior given latent values at the data, drawn jointly from what the measurements say of them (Matheron's rule), one scenario for each draw. What
    /// noise leaves unknown about the incumbents becomes a difference between scenarios.
    /// </summary>
    public GaussianPosterior Realize(int draws, RandomStream stream)
    {
        var n = _data.Count;
        var tiny = RealizedNoise * _parameters.SignalVariance;
        var prior = new PaddedMatrix(n, n);
        var point = new double[Dimension];
        for (var i = 0; i < n; i++)
        {
            Scale(_data.Points[i], point);
            StationaryKernel.Row(_parameters.Kernel, _scaled, point, _parameters.SignalVariance, prior.Row(i), []);
            prior.Row(i)[n..].Clear();
        }

        var noisy = new PaddedMatrix(n, n);
        prior.CopyTo(noisy);
        for (var i = 0; i < n; i++)
        {
            noisy[i, i] += tiny;
        }

        var root = Cholesky.Of(noisy).Factor;
        var realized = new double[draws][];
        var normals = new double[_scaled.Stride];
        for (var m = 0; m < draws; m++)
        {
            for (var i = 0; i < n; i++)
            {
                normals[i] = stream.NextNormal();
            }

            // A draw of the prior, corrected by what the measurements say against it.
            var drawn = new double[n];
            var against = new double[n];
            for (var i = 0; i < n; i++)
            {
                drawn[i] = _parameters.Mean + TileKernel.Dot(root.Row(i), normals);
                against[i] = _targets[0][i] - drawn[i] - (Math.Sqrt(_noise[i]) * stream.NextNormal()) + _parameters.Mean;
            }

            var weights = Weigh(against);
            realized[m] = [.. drawn.Select((value, i) => value + TileKernel.Dot(prior.Row(i), weights))];
        }

        var noise = new double[n];
        Array.Fill(noise, tiny);
        return new GaussianPosterior(_data, noise, realized, _parameters);
    }

    private double Deviation(double explained) =>
        Math.Sqrt(Math.Max(_parameters.SignalVariance - explained, VarianceFloor * _parameters.SignalVariance));

    private void Scale(ReadOnlySpan<double> point, double[] scaled)
    {
        for (var d = 0; d < scaled.Length; d++)
        {
            scaled[d] = point[d] / _parameters.LengthScales[_data.Groups[d]];
        }
    }

    private double[] Weigh(double[] values)
    {
        var inner = new double[_scaled.Stride];
        var weights = new double[_scaled.Stride];
        for (var i = 0; i < _data.Count; i++)
        {
            TileKernel.AddScaled(values[i] - _parameters.Mean, _inverseFactor.Row(i), inner);
        }

        for (var i = 0; i < _data.Count; i++)
        {
            weights[i] = TileKernel.Dot(_inverseFactor.Row(i), inner);
        }

        return weights;
    }
}
