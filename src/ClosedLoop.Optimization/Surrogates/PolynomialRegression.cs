namespace ClosedLoop.Optimization;

/// <summary>
/// A polynomial of first or second degree with normal coefficients of one variance and normal noise; their ratio, the ridge, is the likeliest of a few (MacKay
/// 1992, "Bayesian interpolation"). What a surrogate has to beat to be worth its name. Given variances do not count: every observation weighs the same.
/// </summary>
internal sealed class PolynomialRegression : ISurrogate
{
    private const double LeastNoise = 1e-8;

    // The constant is hardly held back.
    private const double ConstantRidge = 1e-6;

    private static readonly double[] Ridges = [.. Enumerable.Range(-6, 9).Select(power => Math.Pow(10, power))];

    private readonly PolynomialFeatures _features;
    private readonly PaddedMatrix _design;
    private readonly PaddedMatrix _inverse;
    private readonly double[] _coefficients;
    private readonly int _degree;
    private readonly double _ridge;

    private PolynomialRegression(TrainingData data, OutputScale scale, int degree)
    {
        (Data, Scale, _degree, _features) = (data, scale, degree, new(data.Dimension, degree));
        _design = new(data.Count, _features.Count);
        for (var i = 0; i < data.Count; i++)
        {
            _features.Write(data.Points[i], _design.Row(i));
        }

        var (products, projection) = (Products(), Projection());
        var best = double.NegativeInfinity;
        (_inverse, _coefficients) = (products, projection);
        foreach (var ridge in Ridges)
        {
            var (likelihood, noise, inverse, coefficients) = At(products, projection, ridge);
            if (likelihood > best)
            {
                (best, _ridge, NoiseVariance, _inverse, _coefficients) = (likelihood, ridge, noise, inverse, coefficients);
            }
        }

        LogLikelihood = best;
        var covariance = new PaddedMatrix(_features.Count, _features.Count);
        _inverse.CopyTo(covariance);
        TileKernel.Scale(NoiseVariance, covariance.Values);
        Posterior = new PolynomialPosterior(_features, [_coefficients], covariance, data.Dimension);
    }

    public string Name => _degree == 1 ? "linear" : "polynomial";

    public string Reason => Name + (Compared.Length > 0 ? $": {Compared}" : "");

    /// <summary>How it compares with other surrogates, in words.</summary>
    public string Compared { get; init; } = "";

    public TrainingData Data { get; }

    public double NoiseVariance { get; }

    /// <summary>On average over the observations, without the constant.</summary>
    public double PriorVariance => NoiseVariance / _ridge
        * Enumerable.Range(0, Data.Count).Average(i => TileKernel.Dot(_design.Row(i), _design.Row(i)) - 1);

    public OutputScale Scale { get; }

    public IPosterior Posterior { get; }

    public double LogLikelihood { get; }

    public double Jitter => 0;

    public IReadOnlyDictionary<string, double> HyperParameters => new Dictionary<string, double> { ["ridge"] = _ridge, ["noise"] = NoiseVariance };

    /// <summary>Number of coefficients of a polynomial.</summary>
    public static int Coefficients(int dimension, int degree) => new PolynomialFeatures(dimension, degree).Count;

    /// <summary>Fits standardized values.</summary>
    /// <param name="data">Observations in standardized units.</param>
    /// <param name="scale">Their standardization.</param>
    /// <param name="degree">1 or 2.</param>
    public static PolynomialRegression Fit(TrainingData data, OutputScale scale, int degree) => new(data, scale, degree);

    /// <summary>The same with a remark on other surrogates.</summary>
    public PolynomialRegression Having(string compared) => new(Data, Scale, _degree) { Compared = compared };

    /// <summary>In closed form at fixed ridge and noise: a residual over 1 − h, a variance σ² / (1 − h), h the observation's leverage.</summary>
    public LeaveOneOut LeaveOneOut()
    {
        var (means, deviations) = (new double[Data.Count], new double[Data.Count]);
        for (var i = 0; i < Data.Count; i++)
        {
            var leverage = 0.0;
            for (var k = 0; k < _features.Count; k++)
            {
                leverage += _design[i, k] * TileKernel.Dot(_inverse.Row(k), _design.Row(i));
            }

            var left = Math.Max(1e-9, 1 - leverage);
            means[i] = Data.Values[i] - ((Data.Values[i] - TileKernel.Dot(_design.Row(i), _coefficients)) / left);
            deviations[i] = Math.Sqrt(NoiseVariance / left);
        }

        return new(Data.Values, means, deviations);
    }

    /// <summary>As <see cref="LeaveOneOut"/>, in blocks: (I − H_FF)⁻¹ times the residuals of a fold F.</summary>
    public LeaveOneOut LeaveOut(int[] folds)
    {
        var (means, deviations) = (new double[Data.Count], new double[Data.Count]);
        foreach (var fold in Enumerable.Range(0, Data.Count).GroupBy(i => folds[i]))
        {
            int[] rows = [.. fold];
            var left = new PaddedMatrix(rows.Length, rows.Length);
            for (var a = 0; a < rows.Length; a++)
            {
                for (var b = 0; b <= a; b++)
                {
                    var shared = 0.0;
                    for (var k = 0; k < _features.Count; k++)
                    {
                        shared += _design[rows[a], k] * TileKernel.Dot(_inverse.Row(k), _design.Row(rows[b]));
                    }

                    left[a, b] = (a == b ? 1 : 0) - shared;
                }
            }

            var factor = new PaddedMatrix(rows.Length, rows.Length);
            Cholesky.Of(left).InverseFactor(factor);
            var (residuals, inner, misses) = (new double[factor.Stride], new double[factor.Stride], new double[factor.Stride]);
            for (var a = 0; a < rows.Length; a++)
            {
                residuals[a] = Data.Values[rows[a]] - TileKernel.Dot(_design.Row(rows[a]), _coefficients);
            }

            Cholesky.Whiten(factor, residuals, inner);
            Cholesky.Color(factor, inner, misses);
            for (var a = 0; a < rows.Length; a++)
            {
                means[rows[a]] = Data.Values[rows[a]] - misses[a];
                deviations[rows[a]] = Math.Sqrt(NoiseVariance * TileKernel.Dot(factor.Row(a), factor.Row(a)));
            }
        }

        return new(Data.Values, means, deviations);
    }

    // ΦᵀΦ, both triangles.
    private PaddedMatrix Products()
    {
        var products = new PaddedMatrix(_features.Count, _features.Count);
        for (var i = 0; i < Data.Count; i++)
        {
            for (var k = 0; k < _features.Count; k++)
            {
                TileKernel.AddScaled(_design[i, k], _design.Row(i), products.Row(k));
            }
        }

        return products;
    }

    // Φᵀy.
    private double[] Projection()
    {
        var projection = new double[_design.Stride];
        for (var i = 0; i < Data.Count; i++)
        {
            TileKernel.AddScaled(Data.Values[i], _design.Row(i), projection);
        }

        return projection;
    }

    // log N(y; 0, σ² (I + Φ Λ⁻¹ Φᵀ)) with σ² at its optimum for the ridge: A = ΦᵀΦ + Λ, coefficients A⁻¹ Φᵀy.
    private (double LogLikelihood, double Noise, PaddedMatrix Inverse, double[] Coefficients) At(PaddedMatrix products, double[] projection, double ridge)
    {
        var count = _features.Count;
        var matrix = new PaddedMatrix(count, count);
        products.CopyTo(matrix);
        var prior = 0.0;
        for (var k = 0; k < count; k++)
        {
            var own = k == 0 ? ConstantRidge : ridge;
            matrix[k, k] += own;
            prior += Math.Log(own);
        }

        var cholesky = Cholesky.Of(matrix);
        var (factor, inverse) = (new PaddedMatrix(count, count), new PaddedMatrix(count, count));
        cholesky.InverseFactor(factor);
        Cholesky.Inverse(factor, inverse);
        var coefficients = new double[inverse.Stride];
        for (var k = 0; k < count; k++)
        {
            inverse.Row(k)[(k + 1)..].Clear();
        }

        for (var k = 0; k < count; k++)
        {
            for (var l = 0; l < k; l++)
            {
                inverse[l, k] = inverse[k, l];
            }
        }

        for (var k = 0; k < count; k++)
        {
            coefficients[k] = TileKernel.Dot(inverse.Row(k), projection);
        }

        var squares = Data.Values.Sum(value => value * value);
        var noise = Math.Max((squares - TileKernel.Dot(projection, coefficients)) / Data.Count, LeastNoise);
        var fit = Math.Max(squares - TileKernel.Dot(projection, coefficients), 0) / noise;
        var likelihood = (-0.5 * (fit + (Data.Count * Math.Log(noise)) + cholesky.LogDeterminant - prior)) - (Data.Count * NormalDistribution.HalfLogTwoPi);
        return (likelihood, noise, inverse, coefficients);
    }
}
