namespace ClosedLoop.Benchmarks;

/// <summary>Wilcoxon's signed-rank test of paired values, two-sided, by the normal approximation with ties.</summary>
internal static class SignedRank
{
    /// <summary>Probability of a difference at least as consistent by chance; 1 when no pair differs.</summary>
    public static double Probability(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var differences = first.Zip(second, (a, b) => a - b).Where(d => d != 0).OrderBy(Math.Abs).ToArray();
        var (positive, ties) = (0.0, 0.0);
        for (var i = 0; i < differences.Length;)
        {
            var end = i;
            while (end < differences.Length && Math.Abs(differences[end]) == Math.Abs(differences[i]))
            {
                end++;
            }

            // Ranks i + 1 … end, shared.
            positive += differences[i..end].Count(d => d > 0) * ((i + 1 + end) / 2.0);
            ties += Math.Pow(end - i, 3) - (end - i);
            i = end;
        }

        var n = differences.Length;
        var deviation = Math.Sqrt((n * (n + 1.0) * ((2 * n) + 1) / 24) - (ties / 48));
        return deviation > 0 ? 2 * UpperTail(Math.Abs(positive - (n * (n + 1.0) / 4)) / deviation) : 1;
    }

    private static double UpperTail(double z) => 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(z / Math.Sqrt(2));
}
