namespace ClosedLoop.Optimization;

/// <summary>What a trial would teach of all objectives together: the logarithm of the summed reductions of their integrated variances.</summary>
internal sealed class VarianceReduction(IReadOnlyList<IntegratedVariance> objectives) : IAcquisition
{
    public string Name => "integrated-variance";

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        gradient.Clear();
        Span<double> part = new double[gradient.Length];
        var sum = 0.0;
        foreach (var objective in objectives)
        {
            sum += objective.Evaluate(point, part);
            for (var d = 0; d < part.Length; d++)
            {
                gradient[d] += part[d];
            }
        }

        sum = Math.Max(sum, double.Epsilon);
        for (var d = 0; d < part.Length; d++)
        {
            gradient[d] /= sum;
        }

        return Math.Log(sum);
    }

    public double[] Score(IReadOnlyList<double[]> points)
    {
        var unused = points.Count == 0 ? [] : new double[points[0].Length];
        return [.. points.Select(point => Evaluate(point, unused))];
    }
}
