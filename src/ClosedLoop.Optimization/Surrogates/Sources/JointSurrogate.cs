namespace ClosedLoop.Optimization;

/// <summary>
/// Exact Gaussian process over the observations of all sources. As a surrogate it is the target's: data, scale, noise and leave-one-out predictions are those of
/// the target's observations.
/// </summary>
internal sealed class JointSurrogate : ISurrogate
{
    // Sources measure the same quantity, so that one spread serves all and factors between them are near one; beyond this ratio they must mean different units.
    private const double SameUnits = 10;
    private const int FewestToScale = 3;

    private readonly ISourceRelation _relation;
    private readonly JointTold _told;
    private readonly OutputScale[] _scales;

    private JointSurrogate(JointTold told, ISourceRelation relation, JointData data, OutputScale[] scales, JointParameters parameters, double logLikelihood)
    {
        (_told, _relation, _scales, LogLikelihood) = (told, relation, scales, logLikelihood);
        Joint = new JointPosterior(data, [.. data.Sources.Select(source => parameters.NoiseVariances[source])], [data.Values], parameters);
        var rows = data.Of(told.Target);
        Data = new TrainingData([.. rows.Select(i => data.Points[i])], [.. rows.Select(i => data.Values[i])], data.Groups);
        Posterior = Joint.Latent(told.Target);
    }

    /// <summary>The free parameters, to start the next fit from.</summary>
    public required double[] Free { get; init; }

    /// <summary>The joint posterior of all sources.</summary>
    public JointPosterior Joint { get; }

    public string Name => $"gp-{_relation.Name}-" + Joint.Parameters.Kernel switch
    {
        KernelFamily.Matern52 => "matern52-ard",
        KernelFamily.Matern32 => "matern32-ard",
        _ => "se-ard",
    };

    public TrainingData Data { get; }

    public string Reason => $"{Name} over {Joint.Data.Count} observations of {_told.Names.Count} sources";

    public double NoiseVariance => Joint.Parameters.NoiseVariances[_told.Target];

    public double PriorVariance => Joint.Parameters.Prior(_told.Target, _told.Target);

    public OutputScale Scale => _scales[_told.Target];

    public IPosterior Posterior { get; }

    public double LogLikelihood { get; }

    public double Jitter => Joint.Jitter;

    public IReadOnlyDictionary<string, double> HyperParameters
    {
        get
        {
            var figures = new Dictionary<string, double>(_relation.Describe(Joint.Parameters, _told.Names));
            for (var s = 0; s < _told.Names.Count; s++)
            {
                figures[$"{_told.Names[s]}.noise"] = Joint.Parameters.NoiseVariances[s];
                figures[$"{_told.Names[s]}.mean"] = Joint.Parameters.Means[s];
            }

            return figures;
        }
    }

    /// <summary>Log density of the target's observations given those of all other sources, in standardized units.</summary>
    public double TargetEvidence => Joint.LogDensity - Density(source => source != _told.Target);

    /// <summary>The same under the same parameters without having seen the other sources: equal where they have nothing in common with the target.</summary>
    public double TargetEvidenceAlone => Density(source => source == _told.Target);

    /// <summary>Fits to what was told.</summary>
    /// <param name="told">Observations of all sources.</param>
    /// <param name="relation">What the sources are to each other.</param>
    /// <param name="families">Covariance functions to compare by the posterior density of their best parameters.</param>
    /// <param name="before">Free parameters of fewer observations to start from; null for none.</param>
    /// <param name="seed">Seed of the starts.</param>
    public static JointSurrogate Fit(JointTold told, ISourceRelation relation, IReadOnlyList<KernelFamily> families, double[]? before, ulong seed)
    {
        var (data, scales) = Standardize(told, seed);
        var likelihood = new JointLikelihood(data, relation, families[0]);
        var (best, highest, chosen) = (Array.Empty<double>(), double.NegativeInfinity, families[0]);
        foreach (var family in families)
        {
            likelihood.Family = family;
            var (found, density) = JointFit.Find(likelihood, relation, before, data.GroupCount, seed);
            if (best.Length == 0 || density > highest)
            {
                (best, highest, chosen) = (found, density, family);
            }
        }

        likelihood.Family = chosen;
        likelihood.Evaluate(best, []);
        return new JointSurrogate(told, relation, data, scales, likelihood.Parameters, likelihood.LogLikelihood) { Free = best };
    }

    /// <summary>What a measurement of an encoded point at a source should give: mean and standard deviation in modelled units.</summary>
    public (double Mean, double Deviation) Predict(double[] point, int source)
    {
        var latent = Joint.Latent(source);
        var means = new double[latent.Scenarios];
        var deviation = latent.Predict(point, means, latent.Scratch());
        return (_scales[source].Restore(means[0]), Math.Sqrt((deviation * deviation) + Joint.Parameters.NoiseVariances[source]) * _scales[source].Spread);
    }

    /// <summary>The target's observations alone.</summary>
    public LeaveOneOut LeaveOneOut() => Joint.LeaveOneOut(_told.Target);

    /// <summary>The target's observations alone, each from those of the target outside its fold and from all of the other sources.</summary>
    public LeaveOneOut LeaveOut(int[] folds) => Joint.LeaveOut(_told.Target, folds);

    private double Density(Func<int, bool> isTold)
    {
        var data = Joint.Data;
        int[] rows = [.. Enumerable.Range(0, data.Count).Where(i => isTold(data.Sources[i]))];
        var part = data with { Points = [.. rows.Select(i => data.Points[i])], Sources = [.. rows.Select(i => data.Sources[i])], Values = [.. rows.Select(i => data.Values[i])] };
        return rows.Length == 0 ? 0 : new JointPosterior(part, [.. part.Sources.Select(s => Joint.Parameters.NoiseVariances[s])], [part.Values], Joint.Parameters).LogDensity;
    }

    private static (JointData Data, OutputScale[] Scales) Standardize(JointTold told, ulong seed)
    {
        var sources = told.Names.Count;
        var kept = new List<int>();
        var scales = new OutputScale[sources];
        var counts = new int[sources];
        for (var s = 0; s < sources; s++)
        {
            int[] rows = [.. Enumerable.Range(0, told.Count).Where(i => told.Sources[i] == s)];
            int[] own = rows.Length == 0 ? [] : [.. GrossOutliers.Without(
                new([.. rows.Select(i => told.Points[i])], [.. rows.Select(i => told.Values[i])], told.Groups), seed).Select(k => rows[k])];
            kept.AddRange(own);
            counts[s] = own.Length;
            scales[s] = own.Length == 0 ? new(0, 1) : OutputScale.Of([.. own.Select(i => told.Values[i])]);
        }

        var best = scales[Array.IndexOf(counts, counts.Max())];
        scales = [.. scales.Select((scale, s) => counts[s] < FewestToScale || Math.Abs(Math.Log(scale.Spread / best.Spread)) < Math.Log(SameUnits) ? scale with { Spread = best.Spread } : scale)];
        kept.Sort();
        var data = new JointData(
            [.. kept.Select(i => told.Points[i])],
            [.. kept.Select(i => told.Sources[i])],
            [.. kept.Select(i => scales[told.Sources[i]].Standardize(told.Values[i]))],
            told.Groups,
            sources);
        return (data, scales);
    }
}
