namespace ClosedLoop.Optimization;

/// <summary>Active learning one candidate after another: where a trial is pending its variance is as good as gone, whatever it will say.</summary>
/// <param name="processes">One for each objective.</param>
/// <param name="sample">Encoded points that stand for the space.</param>
internal sealed class LearningPlan(IReadOnlyList<GaussianProcess> processes, IReadOnlyList<double[]> sample) : IAcquisitionPlan
{
    private readonly List<double[]> _pending = [];

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Promising => [];

    /// <inheritdoc/>
    public IAcquisition Acquisition() => new VarianceReduction([.. processes.Select(process =>
    {
        var data = process.Data with { Points = [.. process.Data.Points, .. _pending], Values = [.. process.Data.Values, .. _pending.Select(_ => 0.0)] };
        return new IntegratedVariance(data, [.. process.Noises, .. _pending.Select(_ => process.NoiseVariance)], process.Parameters, sample);
    })]);

    /// <inheritdoc/>
    public void Pend(double[] point) => _pending.Add(point);
}
