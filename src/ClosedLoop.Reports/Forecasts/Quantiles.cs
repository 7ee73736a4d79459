namespace ClosedLoop.Reports;

/// <summary>Five quantiles of a sample.</summary>
/// <param name="P10">10 % lie below.</param>
/// <param name="P25">25 % lie below.</param>
/// <param name="P50">The median.</param>
/// <param name="P75">75 % lie below.</param>
/// <param name="P90">90 % lie below.</param>
public sealed record Quantiles(double P10, double P25, double P50, double P75, double P90)
{
    /// <summary>The quantiles of a sample that is not empty, interpolated linearly (type 7 of Hyndman and Fan, Am. Stat. 50, 361, 1996).</summary>
    public static Quantiles Of(IEnumerable<double> sample)
    {
        double[] sorted = [.. sample.Order()];
        return new Quantiles(At(sorted, 0.1), At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75), At(sorted, 0.9));
    }

    /// <summary>One quantile of an ascending sample that is not empty.</summary>
    public static double At(IReadOnlyList<double> sorted, double share)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        var at = share * (sorted.Count - 1);
        var below = (int)Math.Floor(at);
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] == sorted[above] ? sorted[below] : sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }
}
