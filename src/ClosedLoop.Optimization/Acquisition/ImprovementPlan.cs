namespace ClosedLoop.Optimization;

/// <summary>Builds log expected improvement, or the log probability of one, step by step: an incumbent from the data, then one pending point after another.</summary>
internal sealed class ImprovementPlan : IAcquisitionPlan
{
    private const double LeastRadius = 1e-6;

    // Of the spread of the data: a probability of any improvement at all would never leave the incumbent.
    private const double LeastImprovement = 0.01;

    private readonly RandomStream _stream;
    private readonly double? _target;
    private readonly string _name;
    private IPosterior _posterior;
    private double[] _incumbents;

    /// <param name="posterior">The posterior of the data; one scenario, or for each a draw of the latent values at the observed points.</param>
    /// <param name="observed">Encoded observed points that count, at least one.</param>
    /// <param name="target">The value to approach in standardized units; null when lower is better.</param>
    /// <param name="stream">Chance of the draws.</param>
    public ImprovementPlan(IPosterior posterior, IReadOnlyList<double[]> observed, double? target, RandomStream stream)
    {
        (_posterior, _target, _stream) = (posterior, target, stream);
        var means = new double[observed.Count * posterior.Scenarios];
        posterior.Means(observed, means);

        // With noise the best measurement is partly luck; the best latent value at a tried point is not.
        var losses = means.Select(Loss).Chunk(posterior.Scenarios).ToArray();
        _incumbents = [.. Enumerable.Range(0, posterior.Scenarios).Select(m => losses.Min(each => each[m]))];
        Promising = [.. Enumerable.Range(0, observed.Count).OrderBy(i => losses[i].Average()).ThenBy(i => i).Select(i => observed[i])];
        _name = posterior.Scenarios > 1 ? "logN" : "log";
    }

    /// <summary>Whether it is the probability of an improvement that counts, not its size.</summary>
    public bool IsProbability { get; init; }

    /// <summary>Probability that a pending trial will count; null when all do.</summary>
    public Func<double[], double>? Chance { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Promising { get; }

    /// <inheritdoc/>
    public IAcquisition Acquisition() => new LogExpectation(_name + (IsProbability ? "PI" : "EI"), _posterior, _incumbents, IsProbability ? Probability : Improvement);

    /// <inheritdoc/>
    public void Pend(double[] point)
    {
        var values = Fantasies.Draw(_posterior, point, Fantasies.Scenarios(1), _stream);
        var counts = Chance is null ? null : Fantasies.Happens(Chance(point), values.Length, _stream);
        _incumbents = [.. values.Select((value, m) =>
            Math.Min(_incumbents[_incumbents.Length == 1 ? 0 : m], counts?[m] == false ? double.PositiveInfinity : Loss(value)))];
        _posterior = _posterior.Condition(point, values);
    }

    private ImprovementValue Improvement(double mean, double deviation, double incumbent) => _target is { } target
        ? LogImprovement.Towards(mean, deviation, target, incumbent)
        : LogImprovement.Below(mean, deviation, incumbent);

    private ImprovementValue Probability(double mean, double deviation, double incumbent) => _target is { } target
        ? IntervalProbability.Within(mean, deviation, target - Math.Max(incumbent / 2, incumbent - LeastImprovement), target + Math.Max(incumbent / 2, incumbent - LeastImprovement))
        : IntervalProbability.Within(mean, deviation, null, incumbent - LeastImprovement);

    // A target that is met exactly leaves a band of no width, whose improvement has no logarithm.
    private double Loss(double value) => _target is { } target ? Math.Max(LeastRadius, Math.Abs(value - target)) : value;
}
