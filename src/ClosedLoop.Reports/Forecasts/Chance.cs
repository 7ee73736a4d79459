namespace ClosedLoop.Reports;

/// <summary>How often something happened in dry runs.</summary>
/// <param name="Hits">Runs in which it did.</param>
/// <param name="Runs">Runs in all, at least 1.</param>
public sealed record Chance(int Hits, int Runs)
{
    private const double Z = 1.959963984540054;

    /// <summary>The share.</summary>
    public double Share => (double)Hits / Runs;

    /// <summary>A 95 % interval of the probability (Wilson, J. Am. Stat. Assoc. 22, 209, 1927).</summary>
    public (double Lower, double Upper) Interval
    {
        get
        {
            var (n, square) = ((double)Runs, Z * Z);
            var middle = (Share + (square / (2 * n))) / (1 + (square / n));
            var half = Z / (1 + (square / n)) * Math.Sqrt((Share * (1 - Share) / n) + (square / (4 * n * n)));
            return (Math.Max(0, middle - half), Math.Min(1, middle + half));
        }
    }
}
