using ClosedLoop.Domain;

namespace ClosedLoop.Benchmarks;

/// <summary>The usual test functions; formulas as in Surjanovic and Bingham's virtual library, hypervolume of Branin–Currin as in BoTorch's problem set.</summary>
internal static class TestProblems
{
    private static readonly double[] HartmannWeights = [1, 1.2, 3, 3.2];

    private static readonly double[][] HartmannScales =
    [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] HartmannCenters =
    [
        [.1312, .1696, .5569, .0124, .8283, .5886], [.2329, .4135, .8307, .3736, .1004, .9991],
        [.2348, .1451, .3522, .2883, .3047, .6650], [.4047, .8828, .8732, .5743, .1091, .0381],
    ];

    public static IReadOnlyList<TestProblem> All { get; } =
    [
        new("branin", Box((-5, 10), (0, 15)), BraninOptimum, [], x => [Branin(x[0], x[1])]),
        new("branin-noisy", Box((-5, 10), (0, 15)), BraninOptimum, [], x => [Branin(x[0], x[1])]) { Noise = 2 },
        new("hartmann6", Cube(6), HartmannOptimum, [], x => [Hartmann6(x)]),
        new("hartmann6-noisy", Cube(6), HartmannOptimum, [], x => [Hartmann6(x)]) { Noise = 0.1 },
        new("levy", Box([.. Enumerable.Repeat((-10.0, 10.0), 4)]), 0, [], x => [Levy(x)]),
        new("ackley", Box([.. Enumerable.Repeat((-32.768, 32.768), 5)]), 0, [], x => [Ackley(x)]),
        new("six-hump-camel", Box((-3, 3), (-2, 2)), -1.031628453489877, [], x => [SixHumpCamel(x[0], x[1])]),
        new("rosenbrock4", Box([.. Enumerable.Repeat((-5.0, 10.0), 4)]), 0, [], x => [Rosenbrock(x)]),
        new("styblinski-tang5", Box([.. Enumerable.Repeat((-5.0, 5.0), 5)]), 5 * -39.16616570377142, [], x => [StyblinskiTang(x)]),
        new("ellipsoid20", Box([.. Enumerable.Repeat((-5.12, 5.12), 20)]), 0, [], x => [x.Select((v, d) => (d + 1) * (v - 1) * (v - 1)).Sum()]),
        new("ellipsoid40", Box([.. Enumerable.Repeat((-5.12, 5.12), 40)]), 0, [], x => [x.Select((v, d) => (d + 1) * (v - 1) * (v - 1)).Sum()]),
        new("ackley20", Box([.. Enumerable.Repeat((-32.768, 32.768), 20)]), 0, [], x => [Ackley(x)]),
        new("ackley40", Box([.. Enumerable.Repeat((-32.768, 32.768), 40)]), 0, [], x => [Ackley(x)]),
        new("branin-in-40", Box([(-5, 10), (0, 15), .. Enumerable.Repeat((0.0, 1.0), 38)]), BraninOptimum, [], x => [Branin(x[0], x[1])]),
        new("branin-constrained", Constrained(), BraninOptimum, [], x => [Branin(x[0], x[1])]),
        new("branin-mixed", Mixed(), BraninOptimum, [], x => [Branin(x[0], x[1]) + (3 * x[2]) + Math.Abs(x[3] - 4)]),
        new("mixture", Mixture(), 0, [], x => [BlendLoss(x)]),
        new("branin-currin", Cube(2), 59.36011874867746, [18, 6], x => [Branin((15 * x[0]) - 5, 15 * x[1]), Currin(x[0], x[1])]),
        new("zdt1", Cube(5), 0.8766666666666667, [1.1, 1.1], Zdt1),
        .. SpaceProblems.All(Branin, BraninOptimum),
        new("dtlz2", Cube(4), 1.331 - (Math.PI / 6), [1.1, 1.1, 1.1], Dtlz2),
        .. SourceProblems.All,
    ];

    public const double BraninOptimum = 0.39788735772973816;
    public const double HartmannOptimum = -3.32236801141551;

    public static SearchSpace Cube(int dimension) => Box([.. Enumerable.Repeat((0.0, 1.0), dimension)]);

    private static SearchSpace Box(params (double Lower, double Upper)[] bounds) => new()
    {
        Parameters = [.. bounds.Select((b, d) => new ContinuousParameter { Name = $"x{d}", Lower = b.Lower, Upper = b.Upper })],
    };

    // Leaves one of Branin's three minima, near its edge: (π, 2.275) has 5.4.
    private static SearchSpace Constrained() => Box((-5, 10), (0, 15)) with
    {
        Constraints = [new LinearConstraint(new Dictionary<string, double> { ["x0"] = 1, ["x1"] = 1 }, Relation.AtMost, 5.5)],
    };

    private static SearchSpace Mixed() => new()
    {
        Parameters =
        [
            new ContinuousParameter { Name = "x0", Lower = -5, Upper = 10 },
            new ContinuousParameter { Name = "x1", Lower = 0, Upper = 15 },
            new CategoricalParameter { Name = "x2", Levels = ["a", "b", "c", "d"] },
            new IntegerParameter { Name = "x3", Lower = 0, Upper = 20 },
        ],
    };

    private static SearchSpace Mixture() => new()
    {
        Parameters =
        [
            new CompositionParameter { Name = "mix", Step = 0.02, Parts = [new("x0", 0, 1), new("x1", 0, 1), new("x2", 0, 1), new("x3", 0, 1), new("x4", 0, 1)] },
        ],
    };

    // Least at a blend on the grid.
    private static double BlendLoss(double[] x)
    {
        double[] best = [0.4, 0.3, 0.2, 0.1, 0];
        var square = x.Zip(best, (a, b) => (a - b) * (a - b)).Sum();
        return (10 * square) + (1 - Math.Cos(12 * Math.Sqrt(square))) + (x[4] * x[0]);
    }

    private static double SixHumpCamel(double x, double y) =>
        ((4 - (2.1 * x * x) + (x * x * x * x / 3)) * x * x) + (x * y) + ((-4 + (4 * y * y)) * y * y);

    private static double Rosenbrock(double[] x) =>
        Enumerable.Range(0, x.Length - 1).Sum(d => (100 * Math.Pow(x[d + 1] - (x[d] * x[d]), 2)) + Math.Pow(x[d] - 1, 2));

    private static double StyblinskiTang(double[] x) => x.Sum(v => (v * v * v * v) - (16 * v * v) + (5 * v)) / 2;

    private static double[] Zdt1(double[] x)
    {
        var g = 1 + (9 * x.Skip(1).Average());
        return [x[0], g * (1 - Math.Sqrt(x[0] / g))];
    }

    private static double[] Dtlz2(double[] x)
    {
        var radius = 1 + x.Skip(2).Sum(v => (v - 0.5) * (v - 0.5));
        var (a, b) = (x[0] * Math.PI / 2, x[1] * Math.PI / 2);
        return [radius * Math.Cos(a) * Math.Cos(b), radius * Math.Cos(a) * Math.Sin(b), radius * Math.Sin(a)];
    }

    public static double Branin(double x, double y)
    {
        var a = y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6;
        return (a * a) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    public static double Currin(double x, double y)
    {
        var factor = y == 0 ? 1 : 1 - Math.Exp(-1 / (2 * y));
        return factor * ((2300 * x * x * x) + (1900 * x * x) + (2092 * x) + 60) / ((100 * x * x * x) + (500 * x * x) + (4 * x) + 20);
    }

    public static double Hartmann6(double[] x) => Hartmann6(x, HartmannWeights, exponent => Math.Exp(-exponent));

    public static double Hartmann6(double[] x, double[] weights, Func<double, double> decay)
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i++)
        {
            var exponent = 0.0;
            for (var d = 0; d < 6; d++)
            {
                exponent += HartmannScales[i][d] * Math.Pow(x[d] - HartmannCenters[i][d], 2);
            }

            sum -= weights[i] * decay(exponent);
        }

        return sum;
    }

    private static double Levy(double[] x)
    {
        var w = x.Select(value => 1 + ((value - 1) / 4)).ToArray();
        var sum = Math.Pow(Math.Sin(Math.PI * w[0]), 2);
        for (var d = 0; d < w.Length - 1; d++)
        {
            sum += Math.Pow(w[d] - 1, 2) * (1 + (10 * Math.Pow(Math.Sin((Math.PI * w[d]) + 1), 2)));
        }

        return sum + (Math.Pow(w[^1] - 1, 2) * (1 + Math.Pow(Math.Sin(2 * Math.PI * w[^1]), 2)));
    }

    private static double Ackley(double[] x) =>
        (-20 * Math.Exp(-0.2 * Math.Sqrt(x.Average(v => v * v)))) - Math.Exp(x.Average(v => Math.Cos(2 * Math.PI * v))) + 20 + Math.E;
}
