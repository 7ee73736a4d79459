namespace ClosedLoop.Optimization;

/// <summary>The loss of one surface drawn from a posterior, negated: nothing is uncertain about it.</summary>
/// <param name="surface">The posterior given the drawn values, of one scenario.</param>
/// <param name="target">The value to approach in standardized units; null when lower is better.</param>
internal sealed class DrawnSurface(IPosterior surface, double? target) : IAcquisition
{
    private readonly double[] _mean = new double[1];
    private readonly PosteriorPoint _at = surface.Scratch();

    public string Name => "thompson";

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        surface.Predict(point, _mean, _at);
        surface.Gradient(_at, [target is { } value ? -Math.Sign(_mean[0] - value) : -1], 0, gradient);
        return Value(_mean[0]);
    }

    public double[] Score(IReadOnlyList<double[]> points)
    {
        var means = new double[points.Count];
        surface.Predict(points, means, new double[points.Count]);
        return [.. means.Select(Value)];
    }

    private double Value(double mean) => target is { } value ? -Math.Abs(mean - value) : -mean;
}
