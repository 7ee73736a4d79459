namespace ClosedLoop.Optimization;

/// <summary>
/// Log marginal likelihood of a Gaussian process and its gradient (Rasmussen, Williams 2006, 5.9), plus the log priors. Parameters are as in
/// <see cref="ParameterLayout"/>. The constant mean is at its optimum for each of them. Holds its buffers for data of one size.
/// </summary>
internal sealed partial class MarginalLikelihood
{
    private readonly double[] _values;
    private readonly double[] _ones;
    private readonly double[] _noise;
    private readonly double[] _point;
    private readonly double[] _orderedRow;
    private readonly double[] _nominalRow;
    private readonly Cholesky _cholesky;
    private readonly PaddedMatrix _inverseFactor;
    private Covariances? _covariances;
    private PaddedMatrix _factors = new(0, 0);
    private PaddedMatrix _nominalFactors = new(0, 0);
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
        _inverseFactor = new PaddedMatrix(n, n);
        _cholesky = Cholesky.Allocate(n);
        _point = new double[data.Dimension];
        _orderedRow = new double[_values.Length];
        _nominalRow = new double[_values.Length];
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

        var differentiates = !gradient.IsEmpty;
        if (differentiates)
        {
            Allocate(ref _factors);
            Allocate(ref _nominalFactors, _covariances.IsMixed);
            Allocate(ref _interactions, Layout.Interaction >= 0);
        }

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

    // What only derivatives need, once they are wanted.
    private void Allocate(ref PaddedMatrix matrix, bool isNeeded = true) =>
        matrix = isNeeded && matrix.Rows == 0 ? new(_data.Count, _data.Count) : matrix;

    private void Solve()
    {
        var solved = Cholesky.Solve(_inverseFactor, [_ones, _values]);
        var (unit, raw) = (solved[0], solved[1]);
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
