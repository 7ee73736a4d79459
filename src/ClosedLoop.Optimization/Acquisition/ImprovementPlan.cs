namespace ClosedLoop.Optimization;

/// <summary>Builds log expected improvement step by step: an incumbent from the data, then one pending point after another.</summary>
internal sealed class ImprovementPlan
{
    /// <summary>Draws of what pending trials may yield.</summary>
    public const int Draws = 32;

    private const double LeastRadius = 1e-6;

    private readonly RandomStream _stream;
    private readonly double? _target;
    private IPosterior _posterior;
    private double[] _incumbents;

    /// <param name="posterior">The posterior of the data.</param>
    /// <param name="observed">Encoded observed points.</param>
    /// <param name="target">The value to approach in standardized units; null when lower is better.</param>
    /// <param name="stream">Chance of the draws.</param>
    public ImprovementPlan(IPosterior posterior, IReadOnlyList<double[]> observed, double? target, RandomStream stream)
    {
        (_posterior, _target, _stream) = (posterior, target, stream);
        var means = new double[observed.Count];
        posterior.Predict(observed, means, new double[observed.Count]);

        // With noise the best measurement is partly luck; the best posterior mean at a tried point is not.
        _incumbents = [means.Min(Loss)];
    }

    /// <summary>The acquisition given everything pending so far.</summary>
    public LogExpectedImprovement Acquisition() => new(_posterior, _incumbents, _target);

    /// <summary>Conditions on a trial in flight.</summary>
    public void Pend(double[] point)
    {
        var means = new double[_posterior.Scenarios];
        var deviation = _posterior.Predict(point, means, _posterior.Scratch());
        var values = new double[Draws];
        var incumbents = new double[Draws];
        var ranks = Enumerable.Range(0, Draws).ToArray();
        _stream.Shuffle<int>(ranks);
        for (var m = 0; m < Draws; m++)
        {
            var z = StratumMean(ranks[m]);
            var scenario = means.Length == 1 ? 0 : m;
            values[m] = means[scenario] + (deviation * z);
            incumbents[m] = Math.Min(_incumbents[scenario], Loss(values[m]));
        }

        _posterior = _posterior.Condition(point, values);
        _incumbents = incumbents;
    }

    // Stratified: each draw stands for another equal part of the distribution, by the mean of that part.
    private static double StratumMean(int rank)
    {
        var below = rank == 0 ? 0 : NormalDistribution.Density(NormalDistribution.Quantile((double)rank / Draws));
        var above = rank == Draws - 1 ? 0 : NormalDistribution.Density(NormalDistribution.Quantile((rank + 1.0) / Draws));
        return Draws * (below - above);
    }

    // A target that is met exactly leaves a band of no width, whose improvement has no logarithm.
    private double Loss(double value) => _target is { } target ? Math.Max(LeastRadius, Math.Abs(value - target)) : value;
}
