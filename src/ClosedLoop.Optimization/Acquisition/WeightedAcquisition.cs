namespace ClosedLoop.Optimization;

/// <summary>The logarithm of a value times factors; of the factors alone where there is no value yet (nothing that counts has been found).</summary>
/// <param name="value">A logarithm; null for the factors alone.</param>
/// <param name="factors">What it is multiplied by.</param>
internal sealed class WeightedAcquisition(IAcquisition? value, IReadOnlyList<IAcquisitionFactor> factors) : IAcquisition
{
    public string Name => value is null ? "feasibility" : value.Name + (factors.Any(factor => factor.IsProbability) ? "-feasible" : "") + (factors.All(factor => factor.IsProbability) ? "" : "-per-cost");

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        gradient.Clear();
        var sum = value?.Evaluate(point, gradient) ?? 0;
        foreach (var factor in factors)
        {
            sum += factor.Evaluate(point, gradient);
        }

        return sum;
    }

    public double[] Score(IReadOnlyList<double[]> points)
    {
        var scores = value?.Score(points) ?? new double[points.Count];
        foreach (var factor in factors)
        {
            var more = factor.Score(points);
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] += more[i];
            }
        }

        return scores;
    }
}
