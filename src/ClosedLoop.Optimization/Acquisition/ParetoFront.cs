namespace ClosedLoop.Optimization;

/// <summary>What no other point dominates; all objectives minimized.</summary>
internal static class ParetoFront
{
    /// <summary>The points that no other dominates, in their order; of equal ones the first.</summary>
    public static IEnumerable<double[]> Of(IReadOnlyList<double[]> points)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var dominated = false;
            for (var j = 0; j < points.Count && !dominated; j++)
            {
                dominated = j != i && Covers(points[j], points[i]) && (j < i || !Covers(points[i], points[j]));
            }

            if (!dominated)
            {
                yield return points[i];
            }
        }
    }

    private static bool Covers(double[] a, double[] b)
    {
        for (var o = 0; o < a.Length; o++)
        {
            if (!(a[o] <= b[o]))
            {
                return false;
            }
        }

        return true;
    }
}
