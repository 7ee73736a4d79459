namespace ClosedLoop.Optimization;

/// <summary>Exact Gaussian process: the form that the data favour, constant mean, learnt or given noise, hyper-parameters of highest posterior density.</summary>
internal sealed class GaussianProcess : ISurrogate
{
    private readonly GaussianProcessParameters _parameters;
    private readonly GaussianPosterior _posterior;
    private readonly string _why;

    /// <param name="told">Observations in modelled units.</param>
    /// <param name="scale">Their standardization.</param>
    /// <param name="likelihood">The likelihood of the standardized observations, of the form wanted. Its buffers are taken over.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="curvature">What the fit learnt of the curvature.</param>
    /// <param name="why">Why this form, in words.</param>
    public GaussianProcess(TrainingData told, OutputScale scale, MarginalLikelihood likelihood, double[] parameters, Curvature curvature, string why)
    {
        (Data, Scale, _why) = (told.Standardized(scale), scale, why);
        _posterior = likelihood.Posterior(parameters, scale.Transform);
        _parameters = _posterior.Parameters with { Curvature = curvature };
        LogLikelihood = likelihood.LogLikelihood;
        NoiseVariance = Noises.Average();
    }

    private GaussianProcess(TrainingData data, GaussianProcessParameters parameters)
    {
        (Data, Scale, _why, _parameters, LogLikelihood, NoiseVariance) = (data, new(0, 1), "given", parameters, double.NaN, parameters.NoiseVariance);
        _posterior = new(data, Noises, [data.Values], parameters);
    }

    public string Name => "gp-" + _parameters.Kernel switch
    {
        KernelFamily.Matern52 => "matern52",
        KernelFamily.Matern32 => "matern32",
        _ => "se",
    } + "-ard";

    public string Reason => $"{Name}: {_why}"
        + (_parameters.Interaction < 1 ? "; categories add to the rest and act on it" : "")
        + (_parameters.Warps.Length > 0 ? "; inputs are warped" : "")
        + (Scale.Transform.IsIdentity ? "" : $"; what is modelled is the {Scale.Transform}")
        + (SetAside > 0 ? $"; {SetAside} observations set aside as gross outliers" : "")
        + (Compared.Length > 0 ? $"; {Compared}" : "");

    public TrainingData Data { get; }

    /// <summary>Mean variance of a measurement, given or learnt.</summary>
    public double NoiseVariance { get; }

    /// <summary>For each observation the variance of the measurement, given or learnt.</summary>
    public double[] Noises => [.. Enumerable.Range(0, Data.Count).Select(i => Data.VarianceOf(i, _parameters.NoiseVariance))];

    public double PriorVariance => _parameters.SignalVariance;

    /// <summary>The hyper-parameters.</summary>
    public GaussianProcessParameters Parameters => _parameters;

    /// <summary>Observations left out as gross outliers.</summary>
    public int SetAside { get; private set; }

    /// <summary>How it compares with other surrogates, in words.</summary>
    public string Compared { get; set; } = "";

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
                if (_parameters.Warps.Length > 0 && !_parameters.Warps[g].IsNone)
                {
                    (figures[$"warp.a.{g}"], figures[$"warp.b.{g}"]) = (_parameters.Warps[g].A, _parameters.Warps[g].B);
                }
            }

            if (_parameters.Interaction < 1)
            {
                figures["interaction"] = _parameters.Interaction;
            }

            figures["signal"] = _parameters.SignalVariance;
            figures["noise"] = _parameters.NoiseVariance;
            figures["mean"] = _parameters.Mean;
            return figures;
        }
    }

    /// <summary>Fits to observations in modelled units, gross outliers set aside.</summary>
    /// <param name="told">Observations in the order in which they were told.</param>
    /// <param name="seed">Seed of the restarts.</param>
    /// <param name="fit">How.</param>
    public static GaussianProcess Fit(TrainingData told, ulong seed, Func<GaussianProcessSearch, GaussianProcess> fit)
    {
        var kept = GrossOutliers.Without(told, seed);
        var process = fit(new(kept.Length == told.Count ? told : told.At(kept), seed));
        process.SetAside = told.Count - kept.Length;
        return process;
    }

    /// <summary>The process at given hyper-parameters, on data in standardized units.</summary>
    public static GaussianProcess At(TrainingData data, GaussianProcessParameters parameters) => new(data, parameters);

    /// <inheritdoc cref="GaussianPosterior.Realize"/>
    public IPosterior Realize(int draws, RandomStream stream) => _posterior.Realize(draws, stream);

    /// <summary>The closed form of Rasmussen and Williams 2006, 5.12: no refits.</summary>
    public LeaveOneOut LeaveOneOut()
    {
        var means = new double[Data.Count];
        var deviations = new double[Data.Count];
        for (var i = 0; i < Data.Count; i++)
        {
            var precision = _posterior.InverseDiagonal(i);
            means[i] = Data.Values[i] - (_posterior.Weights[i] / precision);
            deviations[i] = Math.Sqrt(1 / precision);
        }

        return new(Data.Values, means, deviations);
    }

    /// <summary>As <see cref="LeaveOneOut"/>, in blocks.</summary>
    public LeaveOneOut LeaveOut(int[] folds)
    {
        var (misses, variances) = _posterior.LeaveOut(folds);
        return new(Data.Values, [.. Data.Values.Zip(misses, (value, miss) => value - miss)], [.. variances.Select(Math.Sqrt)]);
    }
}
