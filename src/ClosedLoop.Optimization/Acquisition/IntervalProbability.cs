namespace ClosedLoop.Optimization;

/// <summary>
/// Log probability that a normal variable lies within limits, with derivatives, accurate far into the tails (a trial far outside must still know the way back).
/// </summary>
internal static class IntervalProbability
{
    // Below this width in standard deviations the difference of two cumulatives cancels and the density takes its place.
    private const double Narrow = 1e-5;

    private const double Tail = -3;

    /// <summary>log Φ(z) and its derivative.</summary>
    public static (double Log, double Slope) LogCumulative(double z)
    {
        if (z > Tail)
        {
            var cumulative = NormalDistribution.Cumulative(z);
            return (Math.Log(cumulative), NormalDistribution.Density(z) / cumulative);
        }

        // Φ(z) = φ(z) / (c − z).
        var slope = NormalDistribution.TailCorrection(-z) - z;
        return (NormalDistribution.LogDensity(z) - Math.Log(slope), slope);
    }

    /// <summary>log P(lower ≤ N(mean, deviation²) ≤ upper); a limit may be absent.</summary>
    public static ImprovementValue Within(double mean, double deviation, double? lower, double? upper)
    {
        switch (lower, upper)
        {
            case (null, null):
                return new(0, 0, 0);
            case (null, { } most):
                var below = LogCumulative((most - mean) / deviation);
                return new(below.Log, -below.Slope / deviation, -below.Slope * (most - mean) / (deviation * deviation));
            case ({ } least, null):
                var above = LogCumulative((mean - least) / deviation);
                return new(above.Log, above.Slope / deviation, -above.Slope * (mean - least) / (deviation * deviation));
            default:
                return Between((lower.Value - mean) / deviation, (upper.Value - mean) / deviation, deviation);
        }
    }

    private static ImprovementValue Between(double a, double b, double deviation)
    {
        if (a > 0)
        {
            // The mirror image, where both cumulatives are small rather than near one.
            var mirrored = Between(-b, -a, deviation);
            return mirrored with { ByMean = -mirrored.ByMean };
        }

        if (b - a < Narrow)
        {
            var middle = (a + b) / 2;
            return new(NormalDistribution.LogDensity(middle) + Math.Log(b - a), middle / deviation, ((middle * middle) - 1) / deviation);
        }

        var (top, _) = LogCumulative(b);
        var (bottom, _) = LogCumulative(a);
        var log = top + Math.Log(-Math.Exp(bottom - top) + 1);
        var (atTop, atBottom) = (Math.Exp(NormalDistribution.LogDensity(b) - log), Math.Exp(NormalDistribution.LogDensity(a) - log));
        return new(log, (atBottom - atTop) / deviation, ((a * atBottom) - (b * atTop)) / deviation);
    }
}
