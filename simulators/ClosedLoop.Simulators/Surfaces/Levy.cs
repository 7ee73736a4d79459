namespace ClosedLoop.Simulators;

/// <summary>
/// Levy's function: a bowl with waves. M. Laguna and R. Martí, "Experimental testing of advanced scatter search designs", J. Glob. Optim. 33, 235 (2005).
/// </summary>
internal static class Levy
{
    public static ResponseSurface Surface(string name, int variables) => new NumericSurface(
        name,
        "M. Laguna and R. Martí, J. Glob. Optim. 33, 235 (2005)",
        [.. Enumerable.Repeat((-10.0, 10.0), variables)],
        ["y"],
        NumericSurface.Least(0, [.. Enumerable.Repeat(1.0, variables)]),
        x => [Value(x)]);

    private static double Value(double[] x)
    {
        var w = Array.ConvertAll(x, xi => 1 + ((xi - 1) / 4));
        var sum = Square(Math.Sin(Math.PI * w[0]));
        for (var i = 0; i < w.Length - 1; i++)
        {
            sum += Square(w[i] - 1) * (1 + (10 * Square(Math.Sin((Math.PI * w[i]) + 1))));
        }

        return sum + (Square(w[^1] - 1) * (1 + Square(Math.Sin(2 * Math.PI * w[^1]))));
    }

    private static double Square(double value) => value * value;
}
