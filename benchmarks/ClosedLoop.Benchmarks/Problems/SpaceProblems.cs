using ClosedLoop.Domain;

namespace ClosedLoop.Benchmarks;

/// <summary>
/// Problems whose difficulty is the space: nonlinear constraints known beforehand, forbidden combinations, several compositions. Formulas as in Gardner et al.
/// 2014 (second simulation), Simionescu 2014 (Rosenbrock in a disc, Mishra's bird), Sandgren 1990 (pressure vessel) and Arora 1989 (spring), with the optima
/// published since; forbidden and two-blends have theirs by construction.
/// </summary>
internal static class SpaceProblems
{
    public static IReadOnlyList<TestProblem> All(Func<double, double, double> branin, double braninOptimum) =>
    [
        // Least where sin x1 is .95 and sin x0 is −1: in one of two islands that are 2 % of the square.
        new("gardner", Box([(0, 6), (0, 6)], "sin(x0)*sin(x1) <= -0.95"), Math.Asin(0.95) - 1, [], x => [Math.Sin(x[0]) + x[1]]),

        // Least at (1, 1), on the edge.
        new(
            "rosenbrock-disc",
            Box([(-1.5, 1.5), (-1.5, 1.5)], "x0^2 + x1^2 <= 2"),
            0,
            [],
            x => [(100 * Math.Pow(x[1] - (x[0] * x[0]), 2)) + Math.Pow(1 - x[0], 2)]),
        new("bird", Box([(-10, 0), (-6.5, 0)], "(x0 + 5)^2 + (x1 + 5)^2 <= 25"), -106.76453674926478, [], x => [Bird(x[0], x[1])]),
        new("pressure-vessel", Vessel(), 6059.714335048436, [], x => [VesselCost(0.0625 * x[0], 0.0625 * x[1], x[2], x[3])]),
        new(
            "spring",
            Box(
                [(0.05, 2), (0.25, 1.3), (2, 15)],
                "x1^3*x2/(71785*x0^4) >= 1",
                "(4*x1^2 - x0*x1)/(12566*(x1*x0^3 - x0^4)) + 1/(5108*x0^2) <= 1",
                "140.45*x0/(x1^2*x2) >= 1",
                "x0 + x1 <= 1.5"),
            0.012665232788,
            [],
            x => [(x[2] + 2) * x[1] * x[0] * x[0]]),
        new("branin-forbidden", Forbidden(), braninOptimum + 2, [], x => [branin(x[0], x[1]) + (3 * x[2]) + Math.Abs(x[3] - 4)]),
        new("two-blends", TwoBlends(), 0, [], x => [BlendsLoss(x)]),
    ];

    private static SearchSpace Box((double Lower, double Upper)[] bounds, params string[] formulas) => new()
    {
        Parameters = [.. bounds.Select((b, d) => new ContinuousParameter { Name = $"x{d}", Lower = b.Lower, Upper = b.Upper })],
        Constraints = [.. formulas.Select(formula => new FormulaConstraint(formula))],
    };

    private static double Bird(double x, double y) =>
        (Math.Sin(y) * Math.Exp(Math.Pow(1 - Math.Cos(x), 2))) + (Math.Cos(x) * Math.Exp(Math.Pow(1 - Math.Sin(y), 2))) + ((x - y) * (x - y));

    // Thicknesses are whole sixteenths of an inch.
    private static SearchSpace Vessel() => new()
    {
        Parameters =
        [
            new IntegerParameter { Name = "x0", Lower = 1, Upper = 99 },
            new IntegerParameter { Name = "x1", Lower = 1, Upper = 99 },
            new ContinuousParameter { Name = "x2", Lower = 10, Upper = 200 },
            new ContinuousParameter { Name = "x3", Lower = 10, Upper = 200 },
        ],
        Constraints =
        [
            new LinearConstraint(new Dictionary<string, double> { ["x0"] = 0.0625, ["x2"] = -0.0193 }, Relation.AtLeast, 0),
            new LinearConstraint(new Dictionary<string, double> { ["x1"] = 0.0625, ["x2"] = -0.00954 }, Relation.AtLeast, 0),
            new FormulaConstraint("3.141592653589793*x2^2*(x3 + 4/3*x2) >= 1296000"),
        ],
    };

    private static double VesselCost(double shell, double head, double radius, double length) =>
        (0.6224 * shell * radius * length) + (1.7781 * head * radius * radius) + (3.1661 * shell * shell * length) + (19.84 * shell * shell * radius);

    // The best category may not have the best integer, nor one of Branin's minima.
    private static SearchSpace Forbidden() => new()
    {
        Parameters =
        [
            new ContinuousParameter { Name = "x0", Lower = -5, Upper = 10 },
            new ContinuousParameter { Name = "x1", Lower = 0, Upper = 15 },
            new CategoricalParameter { Name = "x2", Levels = ["a", "b", "c", "d"] },
            new IntegerParameter { Name = "x3", Lower = 0, Upper = 20 },
        ],
        Constraints =
        [
            Without(("x2", ForbiddenValues.Listed(["a"])), ("x3", ForbiddenValues.Listed([3, 4, 5]))),
            Without(("x2", ForbiddenValues.Listed(["a", "b"])), ("x0", ForbiddenValues.Parse("> 0 and < 6")!), ("x1", ForbiddenValues.Parse("<= 6")!)),
            Without(("x2", ForbiddenValues.Listed(["b", "c", "d"])), ("x3", ForbiddenValues.Listed([4]))),
        ],
    };

    private static ForbiddenCombination Without(params (string Key, ForbiddenValues Values)[] values) =>
        new(values.ToDictionary(pair => pair.Key, pair => pair.Values, StringComparer.Ordinal));

    // The best pair of blends lies where the constraint between them holds just so.
    private static SearchSpace TwoBlends() => new()
    {
        Parameters =
        [
            new CompositionParameter { Name = "metal", Step = 0.02, Parts = [new("x0", 0, 1), new("x1", 0, 0.8), new("x2", 0, 1)] },
            new CompositionParameter { Name = "salt", Step = 2, Total = 100, Parts = [new("x3", 0, 100), new("x4", 10, 60), new("x5", 0, 100), new("x6", 0, 50)] },
        ],
        Constraints = [new LinearConstraint(new Dictionary<string, double> { ["x0"] = 100, ["x3"] = 1 }, Relation.AtMost, 70)],
    };

    private static double BlendsLoss(double[] x)
    {
        double[] best = [0.4, 0.34, 0.26, 0.3, 0.4, 0.2, 0.1];
        var square = x.Select((v, d) => d < 3 ? v : v / 100).Zip(best, (a, b) => (a - b) * (a - b)).Sum();
        return (10 * square) + (1 - Math.Cos(12 * Math.Sqrt(square)));
    }
}
