using System.Runtime.Intrinsics;

namespace ClosedLoop.Optimization;

/// <summary>
/// Log marginal likelihood of a Gaussian process and its gradient (Rasmussen, Williams 2006, 5.9), plus the log priors. Parameters are logarithms: length
/// scales of the groups, signal variance, noise variance. The constant mean is at its optimum for each of them. Holds its buffers for one data set.
/// </summary>
internal sealed class MarginalLikelihood
{
    private readonly TrainingData _data;
    private readonly double[] _values;
    private readonly double[] _ones;
    private readonly PaddedMatrix _scaled;
    private readonly PaddedMatrix _covariance;
    private readonly PaddedMatrix _factors;
    private readonly PaddedMatrix _inverse;
    private readonly Cholesky _cholesky;
    private readonly double[] _point;
    private readonly double[] _lengthScales;

    public MarginalLikelihood(TrainingData data, KernelFamily family)
    {
        (_data, Family) = (data, family);
        var n = data.Count;
        _values = new double[PaddedMatrix.Pad(n)];
        data.Values.CopyTo(_values, 0);
        _ones = new double[_values.Length];
        Array.Fill(_ones, 1, 0, n);
        _scaled = new PaddedMatrix(data.Dimension, n);
        _covariance = new PaddedMatrix(n, n);
        _factors = new PaddedMatrix(n, n);

        // Once factored, the covariance is not needed again.
        _inverse = _covariance;
        InverseFactor = new PaddedMatrix(n, n);
        _cholesky = Cholesky.Allocate(n);
        _point = new double[data.Dimension];
        _lengthScales = new double[data.GroupCount];
        Weights = new double[_values.Length];
    }

    /// <summary>The covariance function of the next evaluation.</summary>
    public KernelFamily Family { get; set; }

    /// <summary>Number of parameters: groups + 2.</summary>
    public int ParameterCount => _data.GroupCount + 2;

    /// <summary>L⁻ᵀ at the last evaluation.</summary>
    public PaddedMatrix InverseFactor { get; }

    /// <summary>K⁻¹ (y − mean) at the last evaluation.</summary>
    public double[] Weights { get; }

    /// <summary>The constant mean at the last evaluation.</summary>
    public double Mean { get; private set; }

    /// <summary>Log marginal likelihood at the last evaluation, without priors.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>What the factorization had to add to the diagonal at the last evaluation.</summary>
    public double Jitter => _cholesky.Jitter;

    /// <summary>Log posterior density of the parameters up to a constant; writes its gradient unless that is empty.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var groups = _data.GroupCount;
        var signal = Math.Exp(parameters[groups]);
        var noise = Math.Exp(parameters[groups + 1]);
        for (var g = 0; g < groups; g++)
        {
            _lengthScales[g] = Math.Exp(parameters[g]);
        }

        Fill(signal, noise);
        _cholesky.Refactor(_covariance);
        _cholesky.InverseFactor(InverseFactor);
        Solve();
        var value = LogLikelihood - (0.5 * Mean * Mean / (GaussianProcessPriors.MeanWidth * GaussianProcessPriors.MeanWidth));
        if (!gradient.IsEmpty)
        {
            Differentiate(noise, gradient);
        }

        return value + AddPriors(parameters, gradient);
    }

    private void Fill(double signal, double noise)
    {
        _data.ScaleInto(_scaled, _lengthScales);
        for (var i = 0; i < _data.Count; i++)
        {
            for (var d = 0; d < _point.Length; d++)
            {
                _point[d] = _scaled[d, i];
            }

            var width = PaddedMatrix.Pad(i + 1);
            var row = _covariance.Row(i)[..width];
            var factors = _factors.Row(i)[..width];
            StationaryKernel.Row(Family, _scaled, _point, signal, row, factors);
            row[i] = signal + noise;
            factors[i..].Clear();
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
        var inner = new double[vector.Length];
        for (var i = 0; i < _data.Count; i++)
        {
            TileKernel.AddScaled(vector[i], InverseFactor.Row(i), inner);
        }

        var result = new double[vector.Length];
        for (var i = 0; i < _data.Count; i++)
        {
            result[i] = TileKernel.Dot(InverseFactor.Row(i), inner);
        }

        return result;
    }

    private void Differentiate(double noise, Span<double> gradient)
    {
        Cholesky.Inverse(InverseFactor, _inverse);
        gradient.Clear();
        var groups = _data.GroupCount;
        Span<Vector512<double>> sums = new Vector512<double>[_data.Dimension];
        ref var scaled = ref _scaled.Values[0];
        var trace = 0.0;
        var fit = 0.0;
        for (var i = 0; i < _data.Count; i++)
        {
            var weight = Vector512.Create(Weights[i]);
            ref var inverse = ref _inverse.Values[i * _inverse.Stride];
            ref var factors = ref _factors.Values[i * _factors.Stride];
            for (var j = 0; j < i; j += PaddedMatrix.Lanes)
            {
                var w = (weight * Vector512.LoadUnsafe(ref Weights[0], (nuint)j)) - Vector512.LoadUnsafe(ref inverse, (nuint)j);
                w *= Vector512.LoadUnsafe(ref factors, (nuint)j);
                for (var d = 0; d < sums.Length; d++)
                {
                    var difference = Vector512.LoadUnsafe(ref scaled, (nuint)((d * _scaled.Stride) + j)) - Vector512.Create(_scaled[d, i]);
                    sums[d] = Vector512.FusedMultiplyAdd(w, difference * difference, sums[d]);
                }
            }

            trace += (Weights[i] * Weights[i]) - _inverse[i, i];
            fit += Weights[i] * (_values[i] - Mean);
        }

        for (var d = 0; d < sums.Length; d++)
        {
            gradient[_data.Groups[d]] += Vector512.Sum(sums[d]);
        }

        // tr(W K) = yᵀα − n, and K without its noise (and jitter) is the signal's part.
        gradient[groups] = 0.5 * (fit - _data.Count - ((noise + Jitter) * trace));
        gradient[groups + 1] = 0.5 * noise * trace;
    }

    private double AddPriors(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var groups = _data.GroupCount;
        var sum = 0.0;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (log, slope) = p < groups
                ? GaussianProcessPriors.Normal(parameters[p], GaussianProcessPriors.LengthScaleMode(groups), GaussianProcessPriors.LengthScaleWidth)
                : p == groups
                    ? GaussianProcessPriors.Normal(parameters[p], GaussianProcessPriors.SignalMode, GaussianProcessPriors.SignalWidth)
                    : GaussianProcessPriors.Normal(parameters[p], GaussianProcessPriors.NoiseMode, GaussianProcessPriors.NoiseWidth);
            sum += log;
            if (!gradient.IsEmpty)
            {
                gradient[p] += slope;
            }
        }

        return sum;
    }
}
