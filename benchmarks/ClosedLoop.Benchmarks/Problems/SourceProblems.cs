using ClosedLoop.Domain;

namespace ClosedLoop.Benchmarks;

/// <summary>
/// Functions with cheap stand-ins. Those that help: Forrester, Sóbester, Keane 2007; Branin in three levels (Perdikaris et al. 2017); Currin and borehole (Xiong, Qian,
/// Wu 2013); Hartmann 6 with a coarse exponential (Park, Haftka, Kim 2017). Those that mislead: the wrong sign, nothing in common, and a trap, right everywhere but
/// for a deep minimum that is not there.
/// </summary>
internal static class SourceProblems
{
    private const double ForresterOptimum = -6.020740055766075;
    private const double CurrinOptimum = -13.798722044728434;

    public static IReadOnlyList<TestProblem> All { get; } =
    [
        Of(TestProblems.Cube(1), "forrester-sources", ForresterOptimum, x => Forrester(x[0]), Cheap(0.1, x => (0.5 * Forrester(x[0])) + (10 * (x[0] - 0.5)) - 5)),
        Of(TestProblems.Cube(2), "branin-sources", TestProblems.BraninOptimum, High, Cheap("coarse", 0.02, Low), Cheap("middle", 0.1, Middle)),
        Of(TestProblems.Cube(2), "currin-sources", CurrinOptimum, x => -TestProblems.Currin(x[0], x[1]), Cheap(0.1, x => -CurrinAround(x[0], x[1]))),
        Of(TestProblems.Cube(6), "hartmann6-sources", TestProblems.HartmannOptimum, TestProblems.Hartmann6, Cheap(0.1, CoarseHartmann)),
        Of(TestProblems.Cube(8), "borehole-sources", -Borehole([1, 0, 1, 1, 1, 0, 0, 1], 2 * Math.PI, 1), x => -Borehole(x, 2 * Math.PI, 1), Cheap(0.1, x => -Borehole(x, 5, 1.5))),
        Of(TestProblems.Cube(1), "forrester-opposed", ForresterOptimum, x => Forrester(x[0]), Cheap(0.1, x => -Forrester(x[0]))),
        Of(TestProblems.Cube(2), "branin-unrelated", TestProblems.BraninOptimum, High, Cheap(0.1, x => 50 * Math.Sin(7 * x[0]) * Math.Cos((9 * x[1]) + 1))),
        Of(TestProblems.Cube(2), "branin-trap", TestProblems.BraninOptimum, High, Cheap(0.1, x => High(x) - Trap(x))),
        Of(TestProblems.Cube(6), "hartmann6-unrelated", TestProblems.HartmannOptimum, TestProblems.Hartmann6, Cheap(0.1, x => x.Select((v, d) => Math.Sin((5 + d) * v)).Sum())),
    ];

    private static (Source Source, Func<double[], double> Evaluate) Cheap(double cost, Func<double[], double> evaluate) => Cheap("cheap", cost, evaluate);

    private static (Source Source, Func<double[], double> Evaluate) Cheap(string name, double cost, Func<double[], double> evaluate) =>
        (new() { Name = name, Cost = cost }, evaluate);

    private static TestProblem Of(
        SearchSpace space, string name, double optimum, Func<double[], double> target, params (Source Source, Func<double[], double> Evaluate)[] cheap) =>
        new(name, space, optimum, [], x => [target(x)])
        {
            Sources = [.. cheap.Select(each => each.Source), new() { Name = "target", Cost = 1, IsTarget = true }],
            Cheap = cheap.ToDictionary(each => each.Source.Name, each => (Func<double[], double[]>)(x => [each.Evaluate(x)])),
        };

    private static double Forrester(double x) => Math.Pow((6 * x) - 2, 2) * Math.Sin((12 * x) - 4);

    private static double High(double[] x) => TestProblems.Branin((15 * x[0]) - 5, 15 * x[1]);

    private static double Middle(double[] x) => Middle((15 * x[0]) - 5, 15 * x[1]);

    private static double Middle(double x, double y) => (10 * Math.Sqrt(TestProblems.Branin(x - 2, y - 2))) + (2 * (x - 0.5)) - (3 * ((3 * y) - 1)) - 1;

    private static double Low(double[] x)
    {
        var (a, b) = ((15 * x[0]) - 5, 15 * x[1]);
        return Middle(1.2 * (a + 2), 1.2 * (b + 2)) - (3 * b) + 1;
    }

    // Where Branin is high.
    private static double Trap(double[] x) => 200 * Math.Exp(-(Math.Pow(x[0] - 0.3, 2) + Math.Pow(x[1] - 0.85, 2)) / 0.02);

    private static double CurrinAround(double x, double y) =>
        (TestProblems.Currin(x + 0.05, y + 0.05) + TestProblems.Currin(x + 0.05, Math.Max(0, y - 0.05))
            + TestProblems.Currin(x - 0.05, y + 0.05) + TestProblems.Currin(x - 0.05, Math.Max(0, y - 0.05))) / 4;

    private static double CoarseHartmann(double[] x) =>
        TestProblems.Hartmann6(x, [0.5, 0.5, 2, 4], exponent => Math.Pow((Math.Exp(-4.0 / 9) + (Math.Exp(-4.0 / 9) * (4 - exponent) / 9)), 9));

    // Flow through a borehole between two aquifers: radius, influence, transmissivities and heads above and below, length, conductivity.
    private static double Borehole(double[] x, double factor, double offset)
    {
        double At(int d, double lower, double upper) => lower + (x[d] * (upper - lower));
        var (radius, influence, upper, head) = (At(0, 0.05, 0.15), At(1, 100, 50_000), At(2, 63_070, 115_600), At(3, 990, 1110));
        var (lower, below, length, conductivity) = (At(4, 63.1, 116), At(5, 700, 820), At(6, 1120, 1680), At(7, 9855, 12_045));
        var log = Math.Log(influence / radius);
        return factor * upper * (head - below) / (log * (offset + (2 * length * upper / (log * radius * radius * conductivity)) + (upper / lower)));
    }
}
