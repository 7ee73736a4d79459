namespace ClosedLoop.Benchmarks;

/// <summary>Area that points of two minimized objectives dominate within a reference point.</summary>
internal static class Hypervolume
{
    public static double Of(IEnumerable<double[]> points, double[] reference)
    {
        var area = 0.0;
        var height = reference[1];
        foreach (var point in points.Where(p => p[0] < reference[0] && p[1] < reference[1]).OrderBy(p => p[0]))
        {
            if (point[1] < height)
            {
                area += (reference[0] - point[0]) * (height - point[1]);
                height = point[1];
            }
        }

        return area;
    }
}
