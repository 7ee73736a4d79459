using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;

namespace ClosedLoop.Optimization;

/// <summary>
/// Log marginal likelihood of a model of several sources and its gradient (Rasmussen, Williams 2006, 5.9), plus the log priors. Every source has a constant mean,
/// at its optimum for the other parameters. Holds its buffers for one data set.
/// </summary>
internal sealed class JointLikelihood
{
    private readonly JointData _data;
    private readonly ISourceRelation _relation;
    private readonly ParameterPrior[] _priors;
    private readonly double[] _values;
    private readonly double[][] _members;
    private readonly PaddedMatrix _covariance;
    private readonly PaddedMatrix _inverseFactor;
    private readonly Cholesky _cholesky;
    private readonly List<PaddedMatrix> _correlations = [];
    private readonly List<PaddedMatrix> _factors = [];
    private readonly double[] _weights;
    private readonly double[] _point;

    public JointLikelihood(JointData data, ISourceRelation relation, KernelFamily family)
    {
        (_data, _relation, Family) = (data, relation, family);
        var n = data.Count;
        _priors = relation.Priors(data.GroupCount);
        _values = new double[PaddedMatrix.Pad(n)];
        data.Values.CopyTo(_values, 0);
        _members = [.. Enumerable.Range(0, data.SourceCount).Select(_ => new double[_values.Length])];
        for (var i = 0; i < n; i++)
        {
            _members[data.Sources[i]][i] = 1;
        }

        _covariance = new PaddedMatrix(n, n);
        _inverseFactor = new PaddedMatrix(n, n);
        _cholesky = Cholesky.Allocate(n);
        _weights = new double[_values.Length];
        _point = new double[data.Dimension];
    }

    /// <summary>The covariance function of the next evaluation.</summary>
    public KernelFamily Family { get; set; }

    /// <summary>Prior and bounds of each parameter.</summary>
    public IReadOnlyList<ParameterPrior> Priors => _priors;

    /// <summary>The model at the last evaluation.</summary>
    public JointParameters Parameters { get; private set; } = null!;

    /// <summary>Log marginal likelihood at the last evaluation, without priors.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>Log posterior density of the parameters up to a constant; writes its gradient unless that is empty.</summary>
    public double Evaluate(ReadOnlySpan<double> free, Span<double> gradient)
    {
        var parameters = _relation.Unpack(free, _data.GroupCount, Family);
        var kernel = new JointKernel(_data, parameters);
        Fill(kernel, parameters);
        _cholesky.Refactor(_covariance);
        _cholesky.InverseFactor(_inverseFactor);
        Solve(parameters.Means);
        Parameters = parameters;
        var value = LogLikelihood;
        foreach (var mean in parameters.Means)
        {
            value -= 0.5 * mean * mean / (GaussianProcessPriors.MeanWidth * GaussianProcessPriors.MeanWidth);
        }

        if (!gradient.IsEmpty)
        {
            _relation.Pull(free, parameters, Differentiate(kernel), gradient);
        }

        for (var p = 0; p < _priors.Length; p++)
        {
            var (log, slope) = GaussianProcessPriors.Normal(free[p], _priors[p].Mode, _priors[p].Width);
            value += log;
            if (!gradient.IsEmpty)
            {
                gradient[p] += slope;
            }
        }

        return value;
    }

    // Correlations and factors keep what is strictly below the diagonal.
    private void Fill(JointKernel kernel, JointParameters parameters)
    {
        while (_correlations.Count < kernel.Terms)
        {
            _correlations.Add(new PaddedMatrix(_data.Count, _data.Count));
            _factors.Add(new PaddedMatrix(_data.Count, _data.Count));
        }

        for (var i = 0; i < _data.Count; i++)
        {
            var width = PaddedMatrix.Pad(i + 1);
            var row = _covariance.Row(i)[..width];
            var source = _data.Sources[i];
            row.Clear();
            for (var q = 0; q < kernel.Terms; q++)
            {
                var correlations = _correlations[q].Row(i)[..width];
                var factors = _factors[q].Row(i)[..width];
                kernel.Scale(q, _data.Points[i], _point);
                kernel.Correlate(q, _point, correlations, factors);
                correlations[i..].Clear();
                factors[i..].Clear();
                JointKernel.AddProducts(kernel.Shares(q, source)[..width], correlations, row);
            }

            row[i] = parameters.Prior(source, source) + parameters.NoiseVariances[source];
        }
    }

    private void Solve(double[] means)
    {
        var sources = means.Length;
        double[][] units = [.. _members.Select(Apply)];
        var raw = Apply(_values);
        var precision = 1 / (GaussianProcessPriors.MeanWidth * GaussianProcessPriors.MeanWidth);
        var system = Matrix<double>.Build.Dense(sources, sources, (s, t) => TileKernel.Dot(_members[s], units[t]) + (s == t ? precision : 0));
        system.Solve(Vector<double>.Build.Dense(sources, s => TileKernel.Dot(_members[s], raw))).AsArray().CopyTo(means, 0);
        var fit = 0.0;
        for (var i = 0; i < _data.Count; i++)
        {
            _weights[i] = raw[i];
            for (var s = 0; s < sources; s++)
            {
                _weights[i] -= means[s] * units[s][i];
            }

            fit += _weights[i] * (_values[i] - means[_data.Sources[i]]);
        }

        LogLikelihood = (-0.5 * (fit + _cholesky.LogDeterminant)) - (_data.Count * NormalDistribution.HalfLogTwoPi);
    }

    // K⁻¹ v = U (Uᵀ v).
    private double[] Apply(double[] vector)
    {
        var inner = new double[vector.Length];
        for (var i = 0; i < _data.Count; i++)
        {
            TileKernel.AddScaled(vector[i], _inverseFactor.Row(i), inner);
        }

        var result = new double[vector.Length];
        for (var i = 0; i < _data.Count; i++)
        {
            result[i] = TileKernel.Dot(_inverseFactor.Row(i), inner);
        }

        return result;
    }

    // With W = α αᵀ − K⁻¹, the derivative of the likelihood along dK is ½ tr(W dK).
    private JointGradient Differentiate(JointKernel kernel)
    {
        // Once factored, the covariance is not needed again.
        var inverse = _covariance;
        Cholesky.Inverse(_inverseFactor, inverse);
        var sources = _members.Length;
        var gradient = new JointGradient(
            [.. Enumerable.Range(0, kernel.Terms).Select(_ => new double[sources, sources])],
            [.. Enumerable.Range(0, kernel.Terms).Select(_ => new double[_data.GroupCount])],
            new double[sources]);
        var w = new double[_weights.Length];
        for (var i = 0; i < _data.Count; i++)
        {
            var source = _data.Sources[i];
            var width = PaddedMatrix.Pad(i + 1);
            for (var j = 0; j < width; j++)
            {
                w[j] = (_weights[i] * _weights[j]) - inverse[i, j];
            }

            gradient.ByNoise[source] += 0.5 * Parameters.NoiseVariances[source] * w[i];
            for (var q = 0; q < kernel.Terms; q++)
            {
                gradient.ByShare[q][source, source] += 0.5 * w[i];
                AddShares(w.AsSpan(0, width), _correlations[q].Row(i)[..width], source, gradient.ByShare[q]);
                AddLengthScales(kernel, q, i, w.AsSpan(0, width), gradient.ByLengthScale[q]);
            }
        }

        return gradient;
    }

    private void AddShares(ReadOnlySpan<double> w, ReadOnlySpan<double> correlations, int source, double[,] byShare)
    {
        Span<double> products = new double[w.Length];
        JointKernel.AddProducts(w, correlations, products);
        for (var t = 0; t < _members.Length; t++)
        {
            var sum = 0.5 * TileKernel.Dot(products, _members[t].AsSpan(0, w.Length));
            byShare[source, t] += sum;
            byShare[t, source] += sum;
        }
    }

    private void AddLengthScales(JointKernel kernel, int term, int i, ReadOnlySpan<double> w, double[] byLengthScale)
    {
        Span<double> pull = new double[w.Length];
        JointKernel.AddProducts(w, _factors[term].Row(i)[..w.Length], pull);
        var scaled = kernel.Scaled(term);
        var shares = kernel.Shares(term, _data.Sources[i]);
        for (var d = 0; d < _data.Dimension; d++)
        {
            var row = scaled.Row(d);
            var own = Vector512.Create(row[i]);
            var sum = Vector512<double>.Zero;
            for (var j = 0; j < w.Length; j += PaddedMatrix.Lanes)
            {
                var difference = Vector512.Create<double>(row.Slice(j, PaddedMatrix.Lanes)) - own;
                var weight = Vector512.Create<double>(pull.Slice(j, PaddedMatrix.Lanes)) * Vector512.Create(shares.Slice(j, PaddedMatrix.Lanes));
                sum = Vector512.FusedMultiplyAdd(weight, difference * difference, sum);
            }

            byLengthScale[_data.Groups[d]] += Vector512.Sum(sum);
        }
    }
}
