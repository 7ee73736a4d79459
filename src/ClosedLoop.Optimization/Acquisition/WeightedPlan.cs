namespace ClosedLoop.Optimization;

/// <summary>A plan whose values are multiplied by factors.</summary>
/// <param name="inner">Gives values; null for the factors alone.</param>
/// <param name="observed">Encoded observed points, for the factors alone.</param>
/// <param name="factors">What is multiplied by, at least one.</param>
/// <param name="level">What values are measured from, in standardized units; null when they are logarithms already.</param>
internal sealed class WeightedPlan(IAcquisitionPlan? inner, IReadOnlyList<double[]> observed, IReadOnlyList<IAcquisitionFactor> factors, double? level) : IAcquisitionPlan
{
    private IAcquisitionFactor[] _factors = [.. factors];

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Promising { get; } = inner?.Promising ?? Order(observed, factors);

    /// <inheritdoc/>
    public IAcquisition Acquisition()
    {
        var value = inner?.Acquisition();
        return new WeightedAcquisition(value is not null && level is { } zero ? new PositiveAcquisition(value, zero) : value, _factors);
    }

    /// <inheritdoc/>
    public void Pend(double[] point)
    {
        inner?.Pend(point);
        _factors = [.. _factors.Select(factor => factor.Pend(point))];
    }

    private static double[][] Order(IReadOnlyList<double[]> observed, IReadOnlyList<IAcquisitionFactor> factors)
    {
        var scores = new WeightedAcquisition(null, factors).Score(observed);
        return [.. Enumerable.Range(0, observed.Count).OrderByDescending(i => scores[i]).ThenBy(i => i).Select(i => observed[i])];
    }
}
