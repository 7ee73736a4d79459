using MathNet.Numerics;

namespace ClosedLoop.Optimization;

/// <summary>The standard normal distribution, accurate far into the tails.</summary>
internal static class NormalDistribution
{
    /// <summary>½ log 2π.</summary>
    public const double HalfLogTwoPi = 0.91893853320467274178;

    private const double InverseSqrtTwo = 0.70710678118654752440;

    /// <summary>Log density.</summary>
    public static double LogDensity(double z) => (-0.5 * z * z) - HalfLogTwoPi;

    /// <summary>Density.</summary>
    public static double Density(double z) => Math.Exp(LogDensity(z));

    /// <summary>P(Z ≤ z).</summary>
    public static double Cumulative(double z) => 0.5 * SpecialFunctions.Erfc(-z * InverseSqrtTwo);

    /// <summary>The z with P(Z ≤ z) = p, 0 &lt; p &lt; 1.</summary>
    public static double Quantile(double p) => -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * p);

    /// <summary>
    /// c(t) in P(Z &gt; t) = density(t) / (t + c), for t ≥ 3: Laplace's continued fraction 1/(t + 2/(t + 3/(t + …))), evaluated from its tail.
    /// It keeps what 1 − t · Mills' ratio would lose to cancellation.
    /// </summary>
    public static double TailCorrection(double t)
    {
        var terms = t < 6 ? 80 : t < 12 ? 32 : 16;
        var tail = t;
        for (var k = terms; k >= 2; k--)
        {
            tail = t + (k / tail);
        }

        return 1 / tail;
    }
}
