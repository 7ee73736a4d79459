namespace ClosedLoop.Simulators;

/// <summary>
/// Branin's function: three equal minima. F. H. Branin, "Widely convergent method for finding multiple solutions of simultaneous nonlinear equations", IBM J.
/// Res. Dev. 16 (1972).
/// </summary>
internal static class Branin
{
    public static ResponseSurface Surface { get; } = new NumericSurface(
        "branin",
        "F. H. Branin, IBM J. Res. Dev. 16, 504 (1972)",
        [(-5, 10), (0, 15)],
        ["y"],
        NumericSurface.Least(0.397887357729739, [-Math.PI, 12.275], [Math.PI, 2.275], [3 * Math.PI, 2.475]),
        x => [Value(x[0], x[1])]);

    /// <summary>What a crude calculation would make of it: shifted, flattened and tilted, so that its minima lie elsewhere.</summary>
    public static ResponseSurface Crude { get; } = new NumericSurface(
        "branin-crude",
        "F. H. Branin, IBM J. Res. Dev. 16, 504 (1972), with an invented error",
        [(-5, 10), (0, 15)],
        ["y"],
        null,
        x => [(0.8 * Value(x[0] - 0.4, x[1] + 0.4)) + (1.5 * x[0]) - 10]);

    public static double Value(double x1, double x2)
    {
        var valley = x2 - (5.1 / (4 * Math.PI * Math.PI) * x1 * x1) + (5 / Math.PI * x1) - 6;
        return (valley * valley) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x1)) + 10;
    }
}
