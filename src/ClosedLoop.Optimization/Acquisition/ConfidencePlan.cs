namespace ClosedLoop.Optimization;

/// <summary>Confidence bounds one after another: a pending trial is believed to yield its mean, which leaves means as they are and narrows the posterior (Desautels et al. 2014).</summary>
/// <param name="posterior">The posterior of the data.</param>
/// <param name="observed">Encoded observed points.</param>
/// <param name="target">The value to approach in standardized units; null when lower is better.</param>
/// <param name="optimism">β.</param>
/// <param name="name">Name to report.</param>
internal sealed class ConfidencePlan(IPosterior posterior, IReadOnlyList<double[]> observed, double? target, double optimism, string name) : IAcquisitionPlan
{
    private IPosterior _posterior = posterior;

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Promising { get; } = Order(posterior, observed, target);

    /// <inheritdoc/>
    public IAcquisition Acquisition() => new ConfidenceBound(_posterior, target, optimism, name);

    /// <inheritdoc/>
    public void Pend(double[] point)
    {
        var mean = new double[1];
        _posterior.Predict(point, mean, _posterior.Scratch());
        _posterior = _posterior.Condition(point, mean);
    }

    private static double[][] Order(IPosterior posterior, IReadOnlyList<double[]> observed, double? target)
    {
        var means = new double[observed.Count];
        posterior.Means(observed, means);
        return [.. Enumerable.Range(0, observed.Count).OrderBy(i => target is { } value ? Math.Abs(means[i] - value) : means[i]).ThenBy(i => i).Select(i => observed[i])];
    }
}
