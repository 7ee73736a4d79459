namespace ClosedLoop.Optimization;

/// <summary>
/// Log of the expected improvement of a normal variable, with derivatives, in forms that neither underflow nor cancel (Ament et al. 2023,
/// "Unexpected improvements to expected improvement").
/// </summary>
internal static class LogImprovement
{
    // Where the tail's continued fraction takes over.
    private const double Tail = -3;

    // Below this width of the target band in standard deviations, second differences cancel and the density takes their place.
    private const double NarrowBand = 1e-4;

    /// <summary>log h(z) with h(z) = φ(z) + z Φ(z), the expectation of (z + N(0, 1))₊.</summary>
    public static double LogH(double z)
    {
        if (z > Tail)
        {
            return Math.Log(NormalDistribution.Density(z) + (z * NormalDistribution.Cumulative(z)));
        }

        var correction = NormalDistribution.TailCorrection(-z);
        return NormalDistribution.LogDensity(z) + Math.Log(correction / (correction - z));
    }

    /// <summary>Expected improvement below an incumbent: log E (incumbent − f)₊ of f ~ N(mean, deviation²).</summary>
    public static ImprovementValue Below(double mean, double deviation, double incumbent)
    {
        var z = (incumbent - mean) / deviation;

        // d log h / dz = Φ/h and φ/h, from the tail's fraction where both vanish.
        if (z > Tail)
        {
            var density = NormalDistribution.Density(z);
            var cumulative = NormalDistribution.Cumulative(z);
            var h = density + (z * cumulative);
            return new(Math.Log(deviation * h), -cumulative / h / deviation, density / h / deviation);
        }

        var correction = NormalDistribution.TailCorrection(-z);
        var ratio = (correction - z) / correction;
        return new(Math.Log(deviation / ratio) + NormalDistribution.LogDensity(z), -1 / correction / deviation, ratio / deviation);
    }

    /// <summary>
    /// Expected approach to a target: log E (radius − |f − target|)₊. The tent over the band is a second difference of (f − c)₊, so its
    /// expectation is one of h.
    /// </summary>
    public static ImprovementValue Towards(double mean, double deviation, double target, double radius)
    {
        // The mirror image has the same value; on this side all three terms shrink together.
        var sign = mean <= target ? 1.0 : -1.0;
        var center = -Math.Abs(mean - target) / deviation;
        var width = radius / deviation;
        if (width * Math.Max(1, -center) < NarrowBand)
        {
            var log = (2 * Math.Log(radius)) - Math.Log(deviation) + NormalDistribution.LogDensity(center);
            return new(log, -sign * center / deviation, ((center * center) - 1) / deviation);
        }

        var near = center + width;
        var far = center - width;
        var logNear = LogH(near);
        var difference = 1 - (2 * Math.Exp(LogH(center) - logNear)) + Math.Exp(LogH(far) - logNear);
        var slope = Scaled(near, logNear) - (2 * Scaled(center, logNear)) + Scaled(far, logNear);
        var density = Math.Exp(NormalDistribution.LogDensity(near) - logNear) - (2 * Math.Exp(NormalDistribution.LogDensity(center) - logNear))
            + Math.Exp(NormalDistribution.LogDensity(far) - logNear);
        difference = Math.Max(difference, double.Epsilon);
        return new(Math.Log(deviation) + logNear + Math.Log(difference), sign * slope / difference / deviation, density / difference / deviation);
    }

    // Φ(z) · exp(−scale) without underflow.
    private static double Scaled(double z, double scale) =>
        z > Tail
            ? NormalDistribution.Cumulative(z) * Math.Exp(-scale)
            : Math.Exp(NormalDistribution.LogDensity(z) - scale) / (NormalDistribution.TailCorrection(-z) - z);
}
