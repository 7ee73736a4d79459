namespace ClosedLoop.Optimization;

/// <summary>Exact Gaussian process: ARD kernel of the family that the data favour, constant mean, learnt noise, hyper-parameters of highest posterior density.</summary>
internal sealed class GaussianProcess : ISurrogate
{
    private readonly TrainingData _data;
    private readonly GaussianProcessParameters _parameters;
    private readonly GaussianPosterior _posterior;
    private readonly int _families;

    private GaussianProcess(TrainingData data, OutputScale scale, GaussianProcessParameters parameters, double logLikelihood, int families)
    {
        (_data, Scale, _parameters, LogLikelihood, _families) = (data, scale, parameters, logLikelihood, families);
        var noise = new double[data.Count];
        Array.Fill(noise, parameters.NoiseVariance);
        _posterior = new GaussianPosterior(data, noise, [data.Values], parameters);
    }

    public string Name => _parameters.Kernel switch
    {
        KernelFamily.Matern52 => "gp-matern52-ard",
        KernelFamily.Matern32 => "gp-matern32-ard",
        _ => "gp-se-ard",
    };

    public string Reason =>
        (_families > 1 ? $"{Name}: the likeliest of {_families} kernel families" : $"{Name}: the kernel family that was likeliest at the last comparison")
        + (SetAside > 0 ? $"; {SetAside} observations set aside as gross outliers" : "");

    public TrainingData Data => _data;

    public double NoiseVariance => _parameters.NoiseVariance;

    public double PriorVariance => _parameters.SignalVariance;

    /// <summary>The hyper-parameters.</summary>
    public GaussianProcessParameters Parameters => _parameters;

    /// <summary>Observations left out as gross outliers.</summary>
    public int SetAside { get; private init; }

    public OutputScale Scale { get; }

    public IPosterior Posterior => _posterior;

    public double LogLikelihood { get; }

    public double Jitter => _posterior.Jitter;

    public IReadOnlyDictionary<string, double> HyperParameters
    {
        get
        {
            var figures = new Dictionary<string, double>();
            for (var g = 0; g < _parameters.LengthScales.Length; g++)
            {
                figures[$"lengthscale.{g}"] = _parameters.LengthScales[g];
            }

            figures["signal"] = _parameters.SignalVariance;
            figures["noise"] = _parameters.NoiseVariance;
            figures["mean"] = _parameters.Mean;
            return figures;
        }
    }

    /// <summary>Fits to values in modelled units.</summary>
    /// <param name="points">n encoded points.</param>
    /// <param name="values">n values in modelled units.</param>
    /// <param name="groups">For each coordinate its length scale.</param>
    /// <param name="families">Covariance functions to compare by the posterior density of their best hyper-parameters, which all have the same priors.</param>
    /// <param name="before">A fit to the first of these observations to start from; null for none.</param>
    /// <param name="seed">Seed of the restarts.</param>
    public static GaussianProcess Fit(
        IReadOnlyList<double[]> points,
        IReadOnlyList<double> values,
        int[] groups,
        IReadOnlyList<KernelFamily> families,
        GaussianProcessParameters? before,
        ulong seed)
    {
        var kept = GrossOutliers.Without(points, values, groups, seed);
        var scale = OutputScale.Of([.. kept.Select(i => values[i])]);
        var data = new TrainingData([.. kept.Select(i => points[i])], [.. kept.Select(i => scale.Standardize(values[i]))], groups);

        // One likelihood for all, because its buffers are most of what a large fit holds.
        var likelihood = new MarginalLikelihood(data, families[0]);
        var (best, highest, chosen) = (Array.Empty<double>(), double.NegativeInfinity, families[0]);
        foreach (var family in families)
        {
            likelihood.Family = family;
            var (found, density) = GaussianProcessFit.Find(likelihood, before?.Logarithms, data.Count, seed);
            if (best.Length == 0 || density > highest)
            {
                (best, highest, chosen) = (found, density, family);
            }
        }

        likelihood.Family = chosen;
        likelihood.Evaluate(best, []);
        var parameters = GaussianProcessParameters.Of(best, likelihood.Mean, chosen);
        return new GaussianProcess(data, scale, parameters, likelihood.LogLikelihood, families.Count) { SetAside = points.Count - kept.Length };
    }

    /// <summary>The process at given hyper-parameters, on data in standardized units.</summary>
    public static GaussianProcess At(TrainingData data, GaussianProcessParameters parameters) => new(data, new OutputScale(0, 1), parameters, double.NaN, 1);

    /// <inheritdoc cref="GaussianPosterior.Realize"/>
    public IPosterior Realize(int draws, RandomStream stream) => _posterior.Realize(draws, stream);

    /// <summary>The closed form of Rasmussen and Williams 2006, 5.12: no refits.</summary>
    public LeaveOneOut LeaveOneOut()
    {
        var means = new double[_data.Count];
        var deviations = new double[_data.Count];
        for (var i = 0; i < _data.Count; i++)
        {
            var precision = _posterior.InverseDiagonal(i);
            means[i] = _data.Values[i] - (_posterior.Weights[i] / precision);
            deviations[i] = Math.Sqrt(1 / precision);
        }

        return new(_data.Values, means, deviations);
    }

    /// <summary>As <see cref="LeaveOneOut"/>, in blocks.</summary>
    public LeaveOneOut LeaveOut(int[] folds)
    {
        var (misses, variances) = _posterior.LeaveOut(folds);
        return new(_data.Values, [.. _data.Values.Zip(misses, (value, miss) => value - miss)], [.. variances.Select(Math.Sqrt)]);
    }
}
