using MathNet.Numerics.LinearAlgebra;

namespace ClosedLoop.Optimization;

/// <summary>
/// What all sources say of each other: the joint posterior of a model of several sources with fixed hyper-parameters, over the union of their data. Views of it are
/// posteriors of one latent function each.
/// </summary>
internal sealed class JointPosterior
{
    // Relative to the prior: a fantasized latent value is exact; this keeps the matrix positive definite.
    private const double FantasyNoise = 1e-8;

    private readonly double[] _noise;
    private readonly double[][] _targets;
    private readonly Cholesky _cholesky;
    private readonly PaddedMatrix _inverseFactor;
    private readonly double[][] _weights;

    /// <param name="data">Points and sources; the values are not used.</param>
    /// <param name="noise">Noise variance of each observation.</param>
    /// <param name="targets">For each scenario the values at the points.</param>
    /// <param name="parameters">Hyper-parameters.</param>
    public JointPosterior(JointData data, double[] noise, double[][] targets, JointParameters parameters)
    {
        (Data, _noise, _targets, Parameters) = (data, noise, targets, parameters);
        Kernel = new JointKernel(data, parameters);
        var covariance = new PaddedMatrix(data.Count, data.Count);
        var scaled = new double[data.Dimension];
        var correlations = new double[Kernel.Stride];
        for (var i = 0; i < data.Count; i++)
        {
            var source = data.Sources[i];
            for (var q = 0; q < Kernel.Terms; q++)
            {
                Kernel.Scale(q, data.Points[i], scaled);
                Kernel.Correlate(q, scaled, correlations, []);
                JointKernel.AddProducts(Kernel.Shares(q, source), correlations, covariance.Row(i));
            }

            covariance[i, i] = parameters.Prior(source, source) + noise[i];
        }

        _cholesky = Cholesky.Of(covariance);
        _inverseFactor = new PaddedMatrix(data.Count, data.Count);
        _cholesky.InverseFactor(_inverseFactor);
        _weights = [.. targets.Select(Weigh)];
    }

    public JointData Data { get; }

    public JointParameters Parameters { get; }

    public JointKernel Kernel { get; }

    /// <summary>Scenarios of what pending trials may yield.</summary>
    public int Scenarios => _weights.Length;

    /// <summary>What the factorization added to the diagonal.</summary>
    public double Jitter => _cholesky.Jitter;

    /// <summary>Log density of the values of the first scenario.</summary>
    public double LogDensity
    {
        get
        {
            var fit = 0.0;
            for (var i = 0; i < Data.Count; i++)
            {
                fit += _weights[0][i] * (_targets[0][i] - Parameters.Means[Data.Sources[i]]);
            }

            return (-0.5 * (fit + _cholesky.LogDeterminant)) - (Data.Count * NormalDistribution.HalfLogTwoPi);
        }
    }

    /// <summary>K⁻¹ (y − mean) of a scenario, padded.</summary>
    public double[] Weights(int scenario) => _weights[scenario];

    /// <summary>The latent function of a source.</summary>
    public IPosterior Latent(int source) => new SourcePosterior(this, source, source, 0);

    /// <summary>A source's latent function as far as one measurement at another source will make it known: see <see cref="SourcePosterior"/>.</summary>
    public IPosterior Seen(int source, int through) => new SourcePosterior(this, source, through, Parameters.NoiseVariances[through]);

    /// <summary>The posterior given also the latent values of a source at a further point, one for each scenario.</summary>
    public JointPosterior Condition(ReadOnlySpan<double> point, int source, ReadOnlySpan<double> values)
    {
        var data = Data with { Points = [.. Data.Points, point.ToArray()], Sources = [.. Data.Sources, source] };
        var targets = new double[values.Length][];
        for (var m = 0; m < values.Length; m++)
        {
            targets[m] = [.. _targets[Scenarios == 1 ? 0 : m], values[m]];
        }

        return new JointPosterior(data, [.. _noise, FantasyNoise * Parameters.Prior(source, source)], targets, Parameters);
    }

    /// <summary>Each observation of a source predicted from all others, those of other sources included (Rasmussen, Williams 2006, 5.12).</summary>
    public LeaveOneOut LeaveOneOut(int source)
    {
        var rows = Data.Of(source);
        var values = new double[rows.Length];
        var means = new double[rows.Length];
        var deviations = new double[rows.Length];
        for (var k = 0; k < rows.Length; k++)
        {
            var row = _inverseFactor.Row(rows[k]);
            var precision = TileKernel.Dot(row, row);
            values[k] = _targets[0][rows[k]];
            means[k] = values[k] - (_weights[0][rows[k]] / precision);
            deviations[k] = Math.Sqrt(1 / precision);
        }

        return new(values, means, deviations);
    }

    /// <summary>Each observation of a source predicted from those of it outside its fold and from all other sources (likewise, in blocks).</summary>
    /// <param name="source">The source.</param>
    /// <param name="folds">For each of its observations its fold.</param>
    public LeaveOneOut LeaveOut(int source, int[] folds)
    {
        var rows = Data.Of(source);
        double[] values = [.. rows.Select(i => _targets[0][i])];
        var (means, deviations) = (new double[rows.Length], new double[rows.Length]);
        foreach (var fold in Enumerable.Range(0, rows.Length).GroupBy(k => folds[k]))
        {
            int[] own = [.. fold];
            var covariance = Matrix<double>.Build.Dense(own.Length, own.Length, (a, b) => TileKernel.Dot(_inverseFactor.Row(rows[own[a]]), _inverseFactor.Row(rows[own[b]]))).Inverse();
            var misses = covariance * Vector<double>.Build.Dense(own.Length, a => _weights[0][rows[own[a]]]);
            for (var a = 0; a < own.Length; a++)
            {
                means[own[a]] = values[own[a]] - misses[a];
                deviations[own[a]] = Math.Sqrt(covariance[a, a]);
            }
        }

        return new(values, means, deviations);
    }

    /// <summary>L⁻¹ k.</summary>
    public void Whiten(ReadOnlySpan<double> covariances, Span<double> whitened)
    {
        whitened.Clear();
        for (var i = 0; i < Data.Count; i++)
        {
            // Row i of U begins at column i.
            var from = i / PaddedMatrix.Lanes * PaddedMatrix.Lanes;
            TileKernel.AddScaled(covariances[i], _inverseFactor.Row(i)[from..], whitened[from..]);
        }
    }

    /// <summary>An element of L⁻ᵀ w.</summary>
    public double Unwhiten(int i, ReadOnlySpan<double> whitened)
    {
        var from = i / PaddedMatrix.Lanes * PaddedMatrix.Lanes;
        return TileKernel.Dot(_inverseFactor.Row(i)[from..], whitened[from..]);
    }

    /// <summary>L⁻¹ k of many k at once, as rows.</summary>
    public void Whiten(PaddedMatrix rows) => _cholesky.SolveRows(rows);

    private double[] Weigh(double[] values)
    {
        var inner = new double[Kernel.Stride];
        var weights = new double[Kernel.Stride];
        for (var i = 0; i < Data.Count; i++)
        {
            TileKernel.AddScaled(values[i] - Parameters.Means[Data.Sources[i]], _inverseFactor.Row(i), inner);
        }

        for (var i = 0; i < Data.Count; i++)
        {
            weights[i] = TileKernel.Dot(_inverseFactor.Row(i), inner);
        }

        return weights;
    }
}
