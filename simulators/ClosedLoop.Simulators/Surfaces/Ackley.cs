namespace ClosedLoop.Simulators;

/// <summary>Ackley's function: almost flat, with a narrow hole. D. H. Ackley, "A Connectionist Machine for Genetic Hillclimbing", Kluwer (1987).</summary>
internal static class Ackley
{
    public static ResponseSurface Surface(string name, int variables) => new NumericSurface(
        name,
        "D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing (1987)",
        [.. Enumerable.Repeat((-32.768, 32.768), variables)],
        ["y"],
        NumericSurface.Least(0, [.. Enumerable.Repeat(0.0, variables)]),
        x => [Value(x)]);

    private static double Value(double[] x) =>
        (-20 * Math.Exp(-0.2 * Math.Sqrt(x.Average(xi => xi * xi)))) - Math.Exp(x.Average(xi => Math.Cos(2 * Math.PI * xi))) + 20 + Math.E;
}
