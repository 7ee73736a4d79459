namespace ClosedLoop.Optimization;

/// <summary>
/// Thompson sampling: each candidate is the best of another surface, drawn jointly at the data and at a set of anchors (Matheron's rule, as in Wilson et al. 2020)
/// and interpolated between them by the process itself. Draws differ, so a batch is spread as the posterior is; pending trials need no more than to differ.
/// </summary>
internal sealed class ThompsonPlan : IAcquisitionPlan
{
    // Relative to the signal: an anchor that has not been measured.
    private const double Unmeasured = 1e8;

    private readonly GaussianProcess _process;
    private readonly double? _target;
    private readonly RandomStream _stream;
    private readonly GaussianPosterior _withAnchors;

    /// <param name="process">The surrogate.</param>
    /// <param name="observed">Encoded observed points that count.</param>
    /// <param name="anchors">Encoded points at which surfaces are drawn.</param>
    /// <param name="target">The value to approach in standardized units; null when lower is better.</param>
    /// <param name="stream">Chance of the draws.</param>
    public ThompsonPlan(GaussianProcess process, IReadOnlyList<double[]> observed, IReadOnlyList<double[]> anchors, double? target, RandomStream stream)
    {
        (_process, _target, _stream) = (process, target, stream);
        var data = process.Data;
        var means = new double[observed.Count];
        process.Posterior.Means(observed, means);
        Promising = [.. Enumerable.Range(0, observed.Count).OrderBy(i => target is { } value ? Math.Abs(means[i] - value) : means[i]).ThenBy(i => i).Select(i => observed[i])];
        var both = data with { Points = [.. data.Points, .. anchors], Values = [.. data.Values, .. anchors.Select(_ => 0.0)] };
        double[] noise = [.. process.Noises, .. anchors.Select(_ => Unmeasured * process.Parameters.SignalVariance)];
        _withAnchors = new GaussianPosterior(both, noise, [both.Values], process.Parameters);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Promising { get; }

    /// <inheritdoc/>
    public IAcquisition Acquisition() => new DrawnSurface(_withAnchors.Realize(1, _stream), _target);

    /// <inheritdoc/>
    public void Pend(double[] point)
    {
    }
}
