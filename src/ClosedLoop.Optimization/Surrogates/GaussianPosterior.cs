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

    private readonly TrainingData _data;
    private readonly double[] _noise;
    private readonly double[][] _residuals;
    private readonly GaussianProcessParameters _parameters;
    private readonly Covariances _covariances;
    private readonly Cholesky _cholesky;
    private readonly PaddedMatrix _inverseFactor;
    private readonly double[][] _weights;

    /// <param name="data">Points; the values are not used.</param>
    /// <param name="noise">Noise variance of each point.</param>
    /// <param name="targets">For each scenario the values at the points.</param>
    /// <param name="parameters">Hyper-parameters.</param>
    public GaussianPosterior(TrainingData data, double[] noise, double[][] targets, GaussianProcessParameters parameters)
        : this(data, noise, targets, parameters, Factored(new(data, parameters), data, parameters, noise))
    {
    }

    /// <param name="data">Points; the values are not used.</param>
    /// <param name="noise">Noise variance of each point.</param>
    /// <param name="targets">For each scenario the values at the points.</param>
    /// <param name="parameters">Hyper-parameters.</param>
    /// <param name="cholesky">Factor of the noisy covariance.</param>
    /// <param name="inverseFactor">The inverse of the factor, transposed.</param>
    public GaussianPosterior(
        TrainingData data,
        double[] noise,
        double[][] targets,
        GaussianProcessParameters parameters,
        Cholesky cholesky,
        PaddedMatrix inverseFactor)
        : this(data, noise, parameters, new(data, parameters), cholesky, inverseFactor, [.. targets.Select(values => Centered(values, parameters))], null)
    {
    }

    private GaussianPosterior(TrainingData data, double[] noise, double[][] targets, GaussianProcessParameters parameters, Cholesky cholesky)
        : this(data, noise, targets, parameters, cholesky, Inverted(cholesky))
    {
    }

    private GaussianPosterior(
        TrainingData data,
        double[] noise,
        GaussianProcessParameters parameters,
        Covariances covariances,
        Cholesky cholesky,
        PaddedMatrix inverseFactor,
        double[][] residuals,
        double[][]? weights)
    {
        (_data, _noise, _parameters, _covariances, _cholesky, _inverseFactor, _residuals) =
            (data, noise, parameters, covariances, cholesky, inverseFactor, residuals);
        _weights = weights ?? Cholesky.Solve(inverseFactor, [.. residuals.Select(Padded)]);
    }

    public int Scenarios => _weights.Length;

    public int Dimension => _data.Dimension;

    /// <summary>The hyper-parameters.</summary>
    public GaussianProcessParameters Parameters => _parameters;

    /// <summary>What the factorization added to the diagonal.</summary>
    public double Jitter => _cholesky.Jitter;

    /// <summary>K⁻¹ (y − mean) of the first scenario, padded.</summary>
    public ReadOnlySpan<double> Weights => _weights[0];

    /// <summary>(K⁻¹)_ii.</summary>
    public double InverseDiagonal(int i) => TileKernel.Dot(_inverseFactor.Row(i), _inverseFactor.Row(i));

    public PosteriorPoint Scratch() => new(Dimension, _inverseFactor.Stride, _covariances.IsMixed);

    public double Predict(ReadOnlySpan<double> point, Span<double> means, PosteriorPoint at)
    {
        point.CopyTo(at.Point);
        _covariances.Scale(point, at.Scaled);
        _covariances.Row(at.Scaled, at.Covariances, at.Factors, at.NominalFactors, []);
        at.Covariances.AsSpan(_data.Count).Clear();
        Cholesky.Whiten(_inverseFactor, at.Covariances, at.Whitened);
        for (var m = 0; m < Scenarios; m++)
        {
            means[m] = _parameters.Mean + TileKernel.Dot(at.Covariances, _weights[m]);
        }

        return at.Deviation = Deviation(TileKernel.Dot(at.Whitened, at.Whitened));
    }

    public void Gradient(PosteriorPoint at, ReadOnlySpan<double> meanWeights, double deviationWeight, Span<double> gradient)
    {
        // ∂σ/∂x = −(K⁻¹ k)ᵀ ∂k/∂x / σ.
        Cholesky.Color(_inverseFactor, at.Whitened, at.Pull);
        TileKernel.Scale(-deviationWeight / at.Deviation, at.Pull);
        for (var m = 0; m < Scenarios; m++)
        {
            TileKernel.AddScaled(meanWeights[m], _weights[m], at.Pull);
        }

        at.Pull.AsSpan(_data.Count).Clear();
        if (_covariances.IsMixed)
        {
            TileKernel.Multiply(at.Pull, at.NominalFactors, at.NominalPull);
        }

        TileKernel.Multiply(at.Pull, at.Factors, at.Pull);
        for (var d = 0; d < Dimension; d++)
        {
            var pull = _covariances.IsNominal(d) ? at.NominalPull : at.Pull;
            var toData = TileKernel.Dot(pull, _covariances.Scaled.Row(d)) - (at.Scaled[d] * TileKernel.Sum(pull));
            gradient[d] = toData * _covariances.Slope(d, at.Point[d]);
        }
    }

    public void Predict(IReadOnlyList<double[]> points, Span<double> means, Span<double> deviations)
    {
        const int block = 64;
        var point = new double[Dimension];
        var covariances = new PaddedMatrix(Math.Min(block, points.Count), _data.Count);
        for (var start = 0; start < points.Count; start += block)
        {
            var rows = Math.Min(block, points.Count - start);
            covariances = rows < covariances.Rows ? new(rows, _data.Count) : covariances;
            for (var r = 0; r < rows; r++)
            {
                _covariances.Scale(points[start + r], point);
                var row = covariances.Row(r);
                _covariances.Row(point, row, [], [], []);
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
        var at = Scratch();
        var means = new double[Scenarios];
        Predict(point, means, at);
        var noise = FantasyNoise * _parameters.SignalVariance;
        var remainder = (at.Deviation * at.Deviation) + noise;
        var cholesky = _cholesky.Append(at.Whitened, remainder);
        var inverse = Bordered(at.Whitened, Math.Sqrt(remainder), out var solved);
        var (residuals, weights) = (new double[values.Length][], new double[values.Length][]);
        for (var m = 0; m < values.Length; m++)
        {
            var from = Scenarios == 1 ? 0 : m;
            var further = (values[m] - means[from]) / remainder;
            residuals[m] = [.. _residuals[from], values[m] - _parameters.Mean];
            weights[m] = new double[inverse.Stride];
            _weights[from].CopyTo(weights[m], 0);
            TileKernel.AddScaled(-further, solved, weights[m]);
            weights[m][_data.Count] = further;
        }

        var data = _data with { Points = [.. _data.Points, point.ToArray()], Values = [.. _data.Values, values[0]], Variances = [] };
        return new GaussianPosterior(data, [.. _noise, noise], _parameters, new(data, _parameters), cholesky, inverse, residuals, weights);
    }

    private static double[] Centered(double[] values, GaussianProcessParameters parameters) => [.. values.Select(value => value - parameters.Mean)];

    /// <summary>The factor of the data's covariance, noise included.</summary>
    public static Cholesky Factored(Covariances covariances, TrainingData data, GaussianProcessParameters parameters, double[] noise)
    {
        var point = new double[data.Dimension];
        var cholesky = Cholesky.Allocate(data.Count);
        cholesky.Refactor(covariance =>
        {
            for (var i = 0; i < data.Count; i++)
            {
                covariances.Scale(data.Points[i], point);
                covariances.Row(point, covariance.Row(i)[..PaddedMatrix.Pad(i + 1)], [], [], []);
                covariance[i, i] = parameters.SignalVariance + noise[i];
            }
        });
        return cholesky;
    }

    private static PaddedMatrix Inverted(Cholesky cholesky)
    {
        var inverse = new PaddedMatrix(cholesky.Order, cholesky.Order);
        cholesky.InverseFactor(inverse);
        return inverse;
    }

    // L⁻ᵀ with one row and column more; what was solved on the way is K⁻¹ k.
    private PaddedMatrix Bordered(double[] whitened, double root, out double[] solved)
    {
        var n = _data.Count;
        var longer = new PaddedMatrix(n + 1, n + 1);
        solved = new double[PaddedMatrix.Pad(n)];
        Cholesky.Color(_inverseFactor, whitened, solved);
        for (var i = 0; i < n; i++)
        {
            _inverseFactor.Row(i)[i..n].CopyTo(longer.Row(i)[i..]);
            longer[i, n] = -solved[i] / root;
        }

        longer[n, n] = 1 / root;
        for (var i = n + 1; i < longer.PaddedRows; i++)
        {
            longer[i, i] = 1;
        }

        return longer;
    }

    private double Deviation(double explained) =>
        Math.Sqrt(Math.Max(_parameters.SignalVariance - explained, VarianceFloor * _parameters.SignalVariance));

    private double[] Padded(double[] values)
    {
        var padded = new double[_inverseFactor.Stride];
        values.CopyTo(padded, 0);
        return padded;
    }
}
