namespace ClosedLoop.Optimization;

/// <summary>
/// Gaussian approximation to the posterior of a latent function seen only through successes and failures (probit likelihood), around its mode, with the
/// approximate log evidence (Rasmussen, Williams 2006, algorithms 3.1 and 5.1). Holds one data set; each evaluation is for other hyper-parameters.
/// </summary>
internal sealed class LaplaceApproximation
{
    private const int MostSteps = 50;
    private const double Tolerance = 1e-9;

    // Of a logarithm: what the derivatives of covariances are taken by. Everything else in the gradient is exact.
    private const double DifferenceStep = 1e-5;

    private readonly TrainingData _data;
    private readonly double _mean;
    private readonly int _n;
    private readonly Cholesky _cholesky;
    private readonly PaddedMatrix _inverseFactor;
    private readonly PaddedMatrix _inverse;
    private readonly double[] _slopes;
    private readonly double[] _changes;
    private readonly double[] _pull;

    /// <param name="data">Encoded points, with +1 for a success and −1 for a failure.</param>
    /// <param name="mean">Prior mean of the latent function.</param>
    public LaplaceApproximation(TrainingData data, double mean)
    {
        (_data, _mean, _n) = (data, mean, data.Count);
        _cholesky = Cholesky.Allocate(_n);
        _inverseFactor = new PaddedMatrix(_n, _n);
        _inverse = new PaddedMatrix(_n, _n);
        Mode = new double[_n];
        Curvatures = new double[_n];
        (_slopes, _changes, _pull) = (new double[_n], new double[_n], new double[_n]);
    }

    /// <summary>Latent values of highest posterior density, less the prior mean, at the last evaluation.</summary>
    public double[] Mode { get; private set; }

    /// <summary>Negative second derivatives of the log likelihood at the mode.</summary>
    public double[] Curvatures { get; }

    /// <summary>Noisy values that a Gaussian likelihood of variances 1 / <see cref="Curvatures"/> would have seen, for the same posterior.</summary>
    public double[] PseudoValues => [.. Enumerable.Range(0, _n).Select(i => _mean + Mode[i] + (_slopes[i] / Curvatures[i]))];

    /// <summary>Log evidence of hyper-parameters (logarithms of length scales, then of the signal's variance); writes its gradient unless that is empty.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var covariance = Covariance(parameters);
        var fit = Climb(covariance);
        if (!gradient.IsEmpty)
        {
            var weights = KernelWeights(covariance);
            var moved = parameters.ToArray();
            for (var p = 0; p < moved.Length; p++)
            {
                moved[p] = parameters[p] + DifferenceStep;
                var above = Covariance(moved);
                moved[p] = parameters[p] - DifferenceStep;
                var below = Covariance(moved);
                moved[p] = parameters[p];
                gradient[p] = Contract(weights, above, below) / (2 * DifferenceStep);
            }
        }

        return fit - (0.5 * _cholesky.LogDeterminant);
    }

    /// <summary>Hyper-parameters from their logarithms.</summary>
    public static GaussianProcessParameters Parameters(ReadOnlySpan<double> logarithms, double mean) =>
        new([.. logarithms[..^1].ToArray().Select(Math.Exp)], Math.Exp(logarithms[^1]), 1, mean);

    private PaddedMatrix Covariance(ReadOnlySpan<double> logarithms)
    {
        var parameters = Parameters(logarithms, _mean);
        var covariances = new Covariances(_data, parameters);
        var matrix = new PaddedMatrix(_n, _n);
        var point = new double[_data.Dimension];
        for (var i = 0; i < _n; i++)
        {
            for (var d = 0; d < point.Length; d++)
            {
                point[d] = covariances.Scaled[d, i];
            }

            covariances.Row(point, matrix.Row(i), [], [], []);
            matrix.Row(i)[_n..].Clear();
        }

        return matrix;
    }

    // Newton's method on the concave log posterior, halving steps that overshoot. Returns its height; leaves slopes and curvatures at the mode.
    private double Climb(PaddedMatrix covariance)
    {
        Array.Clear(_pull);
        Mode = new double[_n];
        var height = Height(Mode, _pull);
        for (var step = 0; step < MostSteps; step++)
        {
            Factor(covariance);
            var wanted = NewtonPull(covariance);
            var (pull, mode, next) = (wanted, Times(covariance, wanted), 0.0);
            for (var length = 1.0; ; length /= 2)
            {
                pull = [.. wanted.Select((value, i) => _pull[i] + (length * (value - _pull[i])))];
                mode = Times(covariance, pull);
                next = Height(mode, pull);
                if (next >= height || length < 1e-3)
                {
                    break;
                }
            }

            var gained = next - height;
            pull.CopyTo(_pull, 0);
            (Mode, height) = (mode, next);
            if (gained < Tolerance)
            {
                break;
            }
        }

        height = Height(Mode, _pull);
        Factor(covariance);
        return height;
    }

    // Log likelihood less half of the prior's quadratic form.
    private double Height(double[] mode, double[] pull)
    {
        var height = 0.0;
        for (var i = 0; i < _n; i++)
        {
            var sign = _data.Values[i];
            var z = sign * (_mean + mode[i]);
            var (log, ratio) = IntervalProbability.LogCumulative(z);
            height += log - (0.5 * mode[i] * pull[i]);
            var curvature = Math.Max(1e-12, ratio * (z + ratio));
            _slopes[i] = sign * ratio;
            Curvatures[i] = curvature;

            // Derivative of the curvature with respect to the latent value.
            _changes[i] = sign * ((-curvature * (z + ratio)) + (ratio * (1 - curvature)));
        }

        return height;
    }

    // B = I + W^½ K W^½.
    private void Factor(PaddedMatrix covariance)
    {
        var matrix = new PaddedMatrix(_n, _n);
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                matrix[i, j] = (i == j ? 1 : 0) + (Math.Sqrt(Curvatures[i] * Curvatures[j]) * covariance[i, j]);
            }
        }

        _cholesky.Refactor(matrix);
        _cholesky.InverseFactor(_inverseFactor);
    }

    // a = b − W^½ B⁻¹ W^½ K b with b = W f + ∇ log p.
    private double[] NewtonPull(PaddedMatrix covariance)
    {
        double[] b = [.. Mode.Select((value, i) => (Curvatures[i] * value) + _slopes[i])];
        var removed = Reduced(Times(covariance, b));
        return [.. b.Select((value, i) => value - removed[i])];
    }

    // R v with R = W^½ B⁻¹ W^½ = (K + W⁻¹)⁻¹.
    private double[] Reduced(double[] vector)
    {
        var inner = new double[_inverseFactor.Stride];
        for (var i = 0; i < _n; i++)
        {
            TileKernel.AddScaled(Math.Sqrt(Curvatures[i]) * vector[i], _inverseFactor.Row(i), inner);
        }

        var result = new double[_n];
        for (var i = 0; i < _n; i++)
        {
            result[i] = Math.Sqrt(Curvatures[i]) * TileKernel.Dot(_inverseFactor.Row(i), inner);
        }

        return result;
    }

    private double[] Times(PaddedMatrix covariance, double[] vector)
    {
        var padded = new double[covariance.Stride];
        vector.CopyTo(padded, 0);
        var result = new double[_n];
        for (var i = 0; i < _n; i++)
        {
            result[i] = TileKernel.Dot(covariance.Row(i), padded);
        }

        return result;
    }

    // What each covariance weighs in the gradient: ½ (a aᵀ − R) from the mode as it is, u aᵀ because the mode moves too.
    private double[,] KernelWeights(PaddedMatrix covariance)
    {
        Cholesky.Inverse(_inverseFactor, _inverse);
        var shift = new double[_n];
        for (var i = 0; i < _n; i++)
        {
            // Posterior variance W⁻¹ − W⁻¹ R W⁻¹ times the change of the curvature.
            shift[i] = -0.5 * (1 - _inverse[i, i]) / Curvatures[i] * _changes[i];
        }

        var removed = Reduced(Times(covariance, shift));
        var weights = new double[_n, _n];
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var moved = ((shift[i] - removed[i]) * _pull[j]) + ((shift[j] - removed[j]) * _pull[i]);
                weights[i, j] = (0.5 * ((_pull[i] * _pull[j]) - (Math.Sqrt(Curvatures[i] * Curvatures[j]) * _inverse[i, j]))) + (0.5 * moved);
            }
        }

        return weights;
    }

    private double Contract(double[,] weights, PaddedMatrix above, PaddedMatrix below)
    {
        var sum = 0.0;
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                sum += (i == j ? 1 : 2) * weights[i, j] * (above[i, j] - below[i, j]);
            }
        }

        return sum;
    }
}
