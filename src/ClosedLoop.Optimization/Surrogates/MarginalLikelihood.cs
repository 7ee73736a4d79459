using System.Runtime.Intrinsics;

namespace ClosedLoop.Optimization;

/// <summary>
/// Log marginal likelihood of a Gaussian process and its gradient (Rasmussen, Williams 2006, 5.9), plus the log priors. Parameters are as in
/// <see cref="ParameterLayout"/>. The constant mean is at its optimum for each of them. Holds its buffers for data of one size.
/// </summary>
internal sealed class MarginalLikelihood
{
    private readonly double[] _values;
    private readonly double[] _ones;
    private readonly double[] _noise;
    private readonly double[] _point;
    private readonly PaddedMatrix _factors;
    private readonly PaddedMatrix _nominalFactors;
    private readonly Cholesky _cholesky;
    private readonly PaddedMatrix _inverseFactor;
    private Covariances? _covariances;
    private PaddedMatrix _interactions = new(0, 0);
    private TrainingData _data;
    private GaussianProcessForm _form;

    public MarginalLikelihood(TrainingData data, KernelFamily family)
    {
        (_data, _form) = (data, new(family));
        var n = data.Count;
        _values = new double[PaddedMatrix.Pad(n)];
        _ones = new double[_values.Length];
        Array.Fill(_ones, 1, 0, n);
        _noise = new double[n];
        _factors = new PaddedMatrix(n, n);
        _nominalFactors = data.Nominal.Contains(true) ? new PaddedMatrix(n, n) : new(0, 0);
        _inverseFactor = new PaddedMatrix(n, n);
        _cholesky = Cholesky.Allocate(n);
        _point = new double[data.Dimension];
        Weights = new double[_values.Length];
        Layout = new(data, _form);
        Use(data);
    }

    /// <summary>What the parameters are.</summary>
    public ParameterLayout Layout { get; private set; }

    /// <summary>The kind of process at the next evaluation.</summary>
    public GaussianProcessForm Form
    {
        get => _form;
        set
        {
            _form = value;
            Layout = new(_data, value);
        }
    }

    /// <summary>Number of observations.</summary>
    public int Count => _data.Count;

    public int ParameterCount => Layout.Count;

    /// <summary>K⁻¹ (y − mean) at the last evaluation.</summary>
    public double[] Weights { get; }

    /// <summary>The constant mean at the last evaluation.</summary>
    public double Mean { get; private set; }

    /// <summary>Log marginal likelihood at the last evaluation, without priors.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>What the factorization had to add to the diagonal at the last evaluation.</summary>
    public double Jitter => _cholesky.Jitter;

    /// <summary>Moves to other values at the same points.</summary>
    public void Use(TrainingData data)
    {
        _data = data;
        data.Values.CopyTo(_values, 0);
        Layout = new(data, _form);
    }

    /// <summary>Log posterior density of the parameters up to a constant; writes its gradient unless that is empty.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var at = Layout.Read(parameters, 0);
        _covariances ??= new(_data, at);
        _covariances.Use(at);
        for (var i = 0; i < _noise.Length; i++)
        {
            _noise[i] = Math.Max(_data.VarianceOf(i, at.NoiseVariance), GaussianProcessPriors.LeastNoise);
        }

        if (Layout.Interaction >= 0 && _interactions.Rows == 0)
        {
            _interactions = new PaddedMatrix(_data.Count, _data.Count);
        }

        var differentiates = !gradient.IsEmpty;
        _cholesky.Refactor(covariance => Fill(covariance, at, differentiates));
        _cholesky.InverseFactor(_inverseFactor);
        Solve();
        var value = LogLikelihood - (0.5 * Mean * Mean / (GaussianProcessPriors.MeanWidth * GaussianProcessPriors.MeanWidth));
        if (differentiates)
        {
            gradient.Clear();
            Differentiate(parameters, at, gradient);
        }

        return value + AddPriors(parameters, gradient);
    }

    /// <summary>The posterior at parameters. It takes over the factors, so nothing may be evaluated afterwards.</summary>
    public GaussianPosterior Posterior(ReadOnlySpan<double> parameters, OutputTransform transform)
    {
        Evaluate(parameters, []);
        return new(_data, (double[])_noise.Clone(), [_data.Values], Layout.Read(parameters, Mean) with { Transform = transform }, _cholesky, _inverseFactor);
    }

    private void Fill(PaddedMatrix covariance, GaussianProcessParameters at, bool differentiates)
    {
        for (var i = 0; i < _data.Count; i++)
        {
            for (var d = 0; d < _point.Length; d++)
            {
                _point[d] = _covariances!.Scaled[d, i];
            }

            var width = PaddedMatrix.Pad(i + 1);
            var row = covariance.Row(i)[..width];
            Span<double> factors = differentiates ? _factors.Row(i)[..width] : [];
            Span<double> nominal = differentiates && _nominalFactors.Rows > 0 ? _nominalFactors.Row(i)[..width] : [];
            Span<double> interactions = differentiates && Layout.Interaction >= 0 ? _interactions.Row(i)[..width] : [];
            _covariances!.Row(_point, row, factors, nominal, interactions);
            row[i] = at.SignalVariance + _noise[i];
            Cut(factors, i);
            Cut(nominal, i);
            Cut(interactions, i);
        }
    }

    // Only what lies left of the diagonal counts.
    private static void Cut(Span<double> row, int from)
    {
        if (!row.IsEmpty)
        {
            row[from..].Clear();
        }
    }

    private void Solve()
    {
        var unit = Apply(_ones);
        var raw = Apply(_values);
        var precision = 1 / (GaussianProcessPriors.MeanWidth * GaussianProcessPriors.MeanWidth);
        Mean = TileKernel.Dot(_ones, raw) / (TileKernel.Dot(_ones, unit) + precision);
        var fit = 0.0;
        for (var i = 0; i < _data.Count; i++)
        {
            Weights[i] = raw[i] - (Mean * unit[i]);
            fit += Weights[i] * (_values[i] - Mean);
        }

        LogLikelihood = (-0.5 * (fit + _cholesky.LogDeterminant)) - (_data.Count * NormalDistribution.HalfLogTwoPi);
    }

    // K⁻¹ v = U (Uᵀ v).
    private double[] Apply(double[] vector)
    {
        var (inner, result) = (new double[vector.Length], new double[vector.Length]);
        Cholesky.Whiten(_inverseFactor, vector, inner);
        Cholesky.Color(_inverseFactor, inner, result);
        return result;
    }

    private void Differentiate(ReadOnlySpan<double> parameters, GaussianProcessParameters at, Span<double> gradient)
    {
        // The factor has done its work; its room serves for the inverse.
        var inverse = _cholesky.Factor;
        Cholesky.Inverse(_inverseFactor, inverse);
        var sums = Sums(inverse, out var interaction, out var pulls);
        var (trace, fit, all) = (0.0, 0.0, 0.0);
        for (var i = 0; i < _data.Count; i++)
        {
            var excess = (Weights[i] * Weights[i]) - inverse[i, i];
            fit += Weights[i] * (_values[i] - Mean);
            all += (_noise[i] + Jitter) * excess;
            trace += double.IsNaN(_data.VarianceOf(i, double.NaN)) ? excess : 0;
        }

        for (var d = 0; d < sums.Length; d++)
        {
            gradient[_data.Groups[d]] += sums[d];
        }

        if (Layout.Interaction >= 0)
        {
            gradient[Layout.Interaction] = interaction * at.Interaction * (1 - at.Interaction);
        }

        if (pulls is not null)
        {
            DifferentiateWarps(at, pulls, gradient);
        }

        // tr(W K) = yᵀα − n, and K without its noise (and jitter) is the signal's part.
        gradient[Layout.Signal] = 0.5 * (fit - _data.Count - all);
        gradient[Layout.Noise] = 0.5 * Math.Exp(parameters[Layout.Noise]) * trace;
    }

    // For each coordinate ½ Σ W ∂K/∂log ℓ; the same by the interaction; and, where inputs are warped, ½ Σ W ∂K/∂z for each datum and coordinate.
    private double[] Sums(PaddedMatrix inverse, out double interaction, out PaddedMatrix? pulls)
    {
        Span<Vector512<double>> sums = new Vector512<double>[_data.Dimension];
        var share = Vector512<double>.Zero;
        pulls = _form.Warps ? new PaddedMatrix(_data.Dimension, _data.Count) : null;
        ref var scaled = ref _covariances!.Scaled.Values[0];
        var stride = _covariances.Scaled.Stride;
        for (var i = 0; i < _data.Count; i++)
        {
            var weight = Vector512.Create(Weights[i]);
            for (var j = 0; j < i; j += PaddedMatrix.Lanes)
            {
                var both = (weight * Vector512.LoadUnsafe(ref Weights[0], (nuint)j)) - Vector512.LoadUnsafe(ref inverse.Values[(i * inverse.Stride) + j]);
                var ordered = both * Vector512.LoadUnsafe(ref _factors.Values[(i * _factors.Stride) + j]);
                var nominal = _covariances.IsMixed ? both * Vector512.LoadUnsafe(ref _nominalFactors.Values[(i * _nominalFactors.Stride) + j]) : ordered;
                for (var d = 0; d < sums.Length; d++)
                {
                    var difference = Vector512.LoadUnsafe(ref scaled, (nuint)((d * stride) + j)) - Vector512.Create(_covariances.Scaled[d, i]);
                    var w = _covariances.IsNominal(d) ? nominal : ordered;
                    sums[d] = Vector512.FusedMultiplyAdd(w, difference * difference, sums[d]);
                    if (pulls is not null)
                    {
                        var pull = w * difference;
                        pulls[d, i] += Vector512.Sum(pull);
                        (Vector512.LoadUnsafe(ref pulls.Values[(d * pulls.Stride) + j]) - pull).StoreUnsafe(ref pulls.Values[(d * pulls.Stride) + j]);
                    }
                }

                if (Layout.Interaction >= 0)
                {
                    share = Vector512.FusedMultiplyAdd(both, Vector512.LoadUnsafe(ref _interactions.Values[(i * _interactions.Stride) + j]), share);
                }
            }
        }

        interaction = Vector512.Sum(share);
        var result = new double[sums.Length];
        for (var d = 0; d < sums.Length; d++)
        {
            result[d] = Vector512.Sum(sums[d]);
        }

        return result;
    }

    private void DifferentiateWarps(GaussianProcessParameters at, PaddedMatrix pulls, Span<double> gradient)
    {
        for (var d = 0; d < _data.Dimension; d++)
        {
            var group = _data.Groups[d];
            if (Layout.Warp(group) is var first and >= 0)
            {
                for (var i = 0; i < _data.Count; i++)
                {
                    var (byA, byB) = at.Warps[group].ByExponents(_data.Points[i][d]);
                    gradient[first] += pulls[d, i] * byA / at.LengthScales[group];
                    gradient[first + 1] += pulls[d, i] * byB / at.LengthScales[group];
                }
            }
        }
    }

    private double AddPriors(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var sum = 0.0;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (mode, width) = Layout.Prior(p);
            var (log, slope) = GaussianProcessPriors.Normal(parameters[p], mode, width);
            sum += log;
            if (!gradient.IsEmpty)
            {
                gradient[p] += slope;
            }
        }

        return sum;
    }
}
