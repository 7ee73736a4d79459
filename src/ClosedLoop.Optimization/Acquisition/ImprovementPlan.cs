namespace ClosedLoop.Optimization;

/// <summary>Builds log expected improvement step by step: an incumbent from the data, then one pending point after another.</summary>
internal sealed class ImprovementPlan : IAcquisitionPlan
{
    private const double LeastRadius = 1e-6;

    private readonly RandomStream _stream;
    private readonly double? _target;
    private readonly string _name;
    private IPosterior _posterior;
    private double[] _incumbents;

    /// <param name="posterior">The posterior of the data; one scenario, or for each a draw of the latent values at the observed points.</param>
    /// <param name="observed">Encoded observed points.</param>
    /// <param name="target">The value to approach in standardized units; null when lower is better.</param>
    /// <param name="stream">Chance of the draws.</param>
    public ImprovementPlan(IPosterior posterior, IReadOnlyList<double[]> observed, double? target, RandomStream stream)
    {
        (_posterior, _target, _stream) = (posterior, target, stream);
        var means = new double[observed.Count * posterior.Scenarios];
        posterior.Predict(observed, means, new double[observed.Count]);

        // With noise the best measurement is partly luck; the best latent value at a tried point is not.
        var losses = means.Select(Loss).Chunk(posterior.Scenarios).ToArray();
        _incumbents = [.. Enumerable.Range(0, posterior.Scenarios).Select(m => losses.Min(each => each[m]))];
        Promising = [.. Enumerable.Range(0, observed.Count).OrderBy(i => losses[i].Average()).ThenBy(i => i).Select(i => observed[i])];
        _name = posterior.Scenarios > 1 ? "logNEI" : "logEI";
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Promising { get; }

    /// <inheritdoc/>
    public IAcquisition Acquisition() => new LogExpectedImprovement(_name, _posterior, _incumbents, _target);

    /// <inheritdoc/>
    public void Pend(double[] point)
    {
        var values = Fantasies.Draw(_posterior, point, Fantasies.Scenarios(1), _stream);
        _incumbents = [.. values.Select((value, m) => Math.Min(_incumbents[_incumbents.Length == 1 ? 0 : m], Loss(value)))];
        _posterior = _posterior.Condition(point, values);
    }

    // A target that is met exactly leaves a band of no width, whose improvement has no logarithm.
    private double Loss(double value) => _target is { } target ? Math.Max(LeastRadius, Math.Abs(value - target)) : value;
}
