namespace ClosedLoop.Reports;

/// <summary>What one arm gives more than another in runs of the same number.</summary>
/// <param name="Mean">Mean of the differences, arm minus reference.</param>
/// <param name="Lower">Lower end of the 95 % interval of the mean.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Greater">Pairs in which the arm has more.</param>
/// <param name="Pairs">Pairs in all.</param>
public sealed record PairedDifference(double Mean, double Lower, double Upper, int Greater, int Pairs)
{
    private const int Resamples = 4000;

    /// <summary>Whether the interval holds zero: the runs do not tell the two apart.</summary>
    public bool IsWithinChance => Lower <= 0 && Upper >= 0;

    /// <summary>
    /// Differences of pairs, at least one, with the percentile bootstrap of their mean (Efron, Tibshirani, An Introduction to the Bootstrap, 1993, 13.3). Its
    /// chance is fixed, so the same pairs give the same interval.
    /// </summary>
    public static PairedDifference Of(IReadOnlyList<double> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        ArgumentOutOfRangeException.ThrowIfZero(differences.Count);
        var state = 0x9E3779B97F4A7C15UL;
        var means = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < differences.Count; k++)
            {
                // xorshift64* (Vigna, ACM Trans. Math. Softw. 42, 30, 2016).
                state ^= state >> 12;
                state ^= state << 25;
                state ^= state >> 27;
                sum += differences[(int)Math.BigMul(state * 2685821657736338717UL, (ulong)differences.Count, out _)];
            }

            means[i] = sum / differences.Count;
        }

        Array.Sort(means);
        return new PairedDifference(
            differences.Average(),
            Quantiles.At(means, 0.025),
            Quantiles.At(means, 0.975),
            differences.Count(difference => difference > 0),
            differences.Count);
    }
}
