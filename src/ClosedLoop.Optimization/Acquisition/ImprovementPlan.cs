namespace ClosedLoop.Optimization;

/// <summary>Builds log expected improvement step by step: an incumbent from the data, then one pending point after another.</summary>
internal sealed class ImprovementPlan : IAcquisitionPlan
{
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
        Promising = [.. Enumerable.Range(0, observed.Count).OrderBy(i => Loss(means[i])).ThenBy(i => i).Select(i => observed[i])];
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Promising { get; }

    /// <inheritdoc/>
    public IAcquisition Acquisition() => new LogExpectedImprovement(_posterior, _incumbents, _target);

    /// <inheritdoc/>
    public void Pend(double[] point)
    {
        var values = Fantasies.Draw(_posterior, point, _stream);
        _incumbents = [.. values.Select((value, m) => Math.Min(_incumbents[_incumbents.Length == 1 ? 0 : m], Loss(value)))];
        _posterior = _posterior.Condition(point, values);
    }

    // A target that is met exactly leaves a band of no width, whose improvement has no logarithm.
    private double Loss(double value) => _target is { } target ? Math.Max(LeastRadius, Math.Abs(value - target)) : value;
}
