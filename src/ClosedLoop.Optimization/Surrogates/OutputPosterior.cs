using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// What measurements say of an output over a search space: a Gaussian process fitted to them, and functions drawn from its posterior. A draw is a function, the same
/// value at the same place whatever was asked before: random Fourier features of the prior (Rahimi, Recht, NIPS 2007), corrected by the data (pathwise conditioning:
/// Wilson et al., J. Mach. Learn. Res. 22, 105, 2021). It may be asked by several threads; each draw belongs to one.
/// </summary>
public sealed class OutputPosterior
{
    // The prior's covariance is met to about 1/√(2 · features) of the signal.
    private const int Features = 2048;

    private static readonly KernelFamily[] Families = [KernelFamily.Matern52, KernelFamily.SquaredExponential, KernelFamily.Matern32];

    private readonly SpaceEncoding _encoding;
    private readonly GaussianProcess _process;

    private OutputPosterior(SpaceEncoding encoding, GaussianProcess process) => (_encoding, _process) = (encoding, process);

    /// <summary>Standard deviation of a measurement about the function, in the output's unit.</summary>
    public double Noise => Math.Sqrt(_process.NoiseVariance) * _process.Scale.Spread;

    /// <summary>Fits to measurements.</summary>
    /// <param name="space">Where they were made.</param>
    /// <param name="candidates">At least one.</param>
    /// <param name="values">A finite value for each.</param>
    /// <param name="seed">Seed of the fit's restarts.</param>
    public static OutputPosterior Fit(SearchSpace space, IReadOnlyList<Candidate> candidates, IReadOnlyList<double> values, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(candidates.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Count, candidates.Count);
        var encoding = SpaceEncoding.Of(space);
        TrainingData told = new([.. candidates.Select(encoding.Encode)], [.. values], encoding.Groups) { Nominal = encoding.Nominal };
        return new OutputPosterior(encoding, GaussianProcess.Fit(told, seed, search => search.Compare(Families, null, transforms: false)));
    }

    /// <summary>Mean and standard deviation of the function at a place, noise not included, in the output's unit.</summary>
    public (double Mean, double Deviation) Predict(Candidate candidate)
    {
        var means = new double[1];
        var deviation = _process.Posterior.Predict(_encoding.Encode(candidate), means, _process.Posterior.Scratch());
        return (_process.Scale.Restore(means[0]), deviation * _process.Scale.Spread);
    }

    /// <summary>One of the functions that are possible.</summary>
    /// <param name="seed">Decides which.</param>
    public Func<Candidate, double> Draw(ulong seed)
    {
        var stream = new RandomStream(seed, StreamPurpose.PosteriorDraws);
        var prior = new PriorDraw(_process.Parameters, _process.Data.Groups, Features, stream);
        var (data, noise) = (_process.Data, Math.Sqrt(_process.NoiseVariance));
        double[] left = [.. data.Points.Select((point, i) => data.Values[i] - prior.At(point) - (noise * stream.NextNormal()))];
        var variances = new double[data.Count];
        Array.Fill(variances, _process.NoiseVariance);
        var correction = new GaussianPosterior(data, variances, [left], _process.Parameters);
        var (scratch, mean) = (correction.Scratch(), new double[1]);
        return candidate =>
        {
            var point = _encoding.Encode(candidate);
            correction.Predict(point, mean, scratch);
            return _process.Scale.Restore(mean[0] + prior.At(point));
        };
    }
}
