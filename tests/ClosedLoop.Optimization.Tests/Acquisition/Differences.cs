namespace ClosedLoop.Optimization.Tests;

/// <summary>Gradients against central differences of the values.</summary>
internal static class Differences
{
    public static void ShouldMatch(IAcquisition acquisition, double[] point, double tolerance = 1e-4)
    {
        var gradient = new double[point.Length];
        var value = acquisition.Evaluate(point, gradient);
        acquisition.Score([point])[0].ShouldBe(value, 1e-6 * Math.Max(1, Math.Abs(value)));
        for (var d = 0; d < point.Length; d++)
        {
            var difference = Textbook.CentralDifference(
                x =>
                {
                    var moved = (double[])point.Clone();
                    moved[d] = x;
                    return acquisition.Evaluate(moved, new double[point.Length]);
                },
                point[d],
                1e-6);
            gradient[d].ShouldBe(difference, tolerance * Math.Max(1, Math.Abs(difference)));
        }
    }
}
