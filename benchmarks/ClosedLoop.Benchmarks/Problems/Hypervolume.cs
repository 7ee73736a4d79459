namespace ClosedLoop.Benchmarks;

/// <summary>Volume that points of minimized objectives dominate within a reference point, by slices along the last objective.</summary>
internal static class Hypervolume
{
    public static double Of(IEnumerable<double[]> points, double[] reference) =>
        Of([.. points.Where(point => point.Zip(reference).All(pair => pair.First < pair.Second)).OrderBy(point => point[^1])], reference, reference.Length);

    private static double Of(double[][] points, double[] reference, int objectives)
    {
        if (points.Length == 0)
        {
            return 0;
        }

        var last = objectives - 1;
        if (last == 0)
        {
            return reference[0] - points.Min(point => point[0]);
        }

        var volume = 0.0;
        for (var i = 0; i < points.Length; i++)
        {
            var height = (i + 1 < points.Length ? points[i + 1][last] : reference[last]) - points[i][last];
            if (height > 0)
            {
                volume += height * Of([.. points.Take(i + 1).OrderBy(point => point[last - 1])], reference, last);
            }
        }

        return volume;
    }
}
