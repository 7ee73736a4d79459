namespace ClosedLoop.Simulators;

/// <summary>
/// Hartmann's function of six variables: one global minimum among six. L. C. W. Dixon and G. P. Szegő, "Towards Global Optimisation 2", North-Holland (1978).
/// </summary>
internal static class Hartmann6
{
    private static readonly double[] Weight = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[][] Width =
    [
        [10, 3, 17, 3.5, 1.7, 8],
        [0.05, 10, 17, 0.1, 8, 14],
        [3, 3.5, 1.7, 10, 17, 8],
        [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] Centre =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
        [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
        [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    public static ResponseSurface Surface { get; } = new NumericSurface(
        "hartmann6",
        "L. C. W. Dixon and G. P. Szegő, Towards Global Optimisation 2 (1978)",
        [.. Enumerable.Repeat((0.0, 1.0), 6)],
        ["y"],
        NumericSurface.Least(-3.32236801, [0.20168952, 0.15001069, 0.47687398, 0.27533243, 0.31165162, 0.65730054]),
        x => [Value(x)]);

    private static double Value(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i++)
        {
            var distance = 0.0;
            for (var j = 0; j < 6; j++)
            {
                distance += Width[i][j] * (x[j] - Centre[i][j]) * (x[j] - Centre[i][j]);
            }

            sum -= Weight[i] * Math.Exp(-distance);
        }

        return sum;
    }
}
