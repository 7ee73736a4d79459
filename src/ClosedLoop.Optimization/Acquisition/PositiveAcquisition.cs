namespace ClosedLoop.Optimization;

/// <summary>
/// An acquisition whose zero means nothing as the logarithm of a positive one, which alone can be multiplied by factors: log softplus of what it promises beyond a
/// level, on a scale of a tenth of a standard deviation of the data. Its maximum without factors stays where it is.
/// </summary>
/// <param name="inner">In standardized units.</param>
/// <param name="level">What is had already, in the same units.</param>
internal sealed class PositiveAcquisition(IAcquisition inner, double level) : IAcquisition
{
    private const double Softness = 0.1;

    public string Name => inner.Name;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var (log, slope) = LogSoftplus((inner.Evaluate(point, gradient) - level) / Softness);
        for (var d = 0; d < gradient.Length; d++)
        {
            gradient[d] *= slope / Softness;
        }

        return log;
    }

    public double[] Score(IReadOnlyList<double[]> points) => [.. inner.Score(points).Select(value => LogSoftplus((value - level) / Softness).Log)];

    private static (double Log, double Slope) LogSoftplus(double x)
    {
        // Far below zero softplus is the exponential.
        if (x < -30)
        {
            return (x, 1);
        }

        var plus = x > 30 ? x : Math.Log(1 + Math.Exp(x));
        return (Math.Log(plus), 1 / (1 + Math.Exp(-x)) / plus);
    }
}
