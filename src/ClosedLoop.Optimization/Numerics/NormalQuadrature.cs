namespace ClosedLoop.Optimization;

/// <summary>
/// Expectations under the standard normal distribution: Gauss–Hermite nodes and weights, roots of the probabilists’ Hermite polynomials
/// found by halving between those of the order before (Golub, Welsch 1969).
/// </summary>
internal static class NormalQuadrature
{
    private const int Order = 24;

    /// <summary>Nodes and weights; weights sum to one. Exact for polynomials of degree below 48.</summary>
    public static IReadOnlyList<(double Node, double Weight)> Nodes { get; } = Make();

    private static (double Node, double Weight)[] Make()
    {
        // Roots of one order lie between those of the order before.
        double[] roots = [0];
        for (var order = 2; order <= Order; order++)
        {
            double[] ends = [-Bound(order), .. roots, Bound(order)];
            roots = [.. Enumerable.Range(0, order).Select(k => Root(order, ends[k], ends[k + 1]))];
        }

        // w = 1 / (n h²) with h the normalized polynomial of order n − 1.
        return [.. roots.Select(x => (x, 1 / (Order * Math.Pow(Normalized(Order - 1, x), 2))))];
    }

    private static double Bound(int order) => 2 * Math.Sqrt(order + 1);

    private static double Root(int order, double lower, double upper)
    {
        var sign = Math.Sign(Normalized(order, lower));
        for (var step = 0; step < 200; step++)
        {
            var middle = 0.5 * (lower + upper);
            (lower, upper) = Math.Sign(Normalized(order, middle)) == sign ? (middle, upper) : (lower, middle);
        }

        return 0.5 * (lower + upper);
    }

    // He_n / √n! by its recurrence.
    private static double Normalized(int order, double x)
    {
        var (before, current) = (0.0, 1.0);
        for (var n = 0; n < order; n++)
        {
            (before, current) = (current, ((x * current) - (Math.Sqrt(n) * before)) / Math.Sqrt(n + 1));
        }

        return current;
    }
}
