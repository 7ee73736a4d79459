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
        new("branin", Box((-5, 10), (0, 15)), 0.39788735772973816, [], x => [Branin(x[0], x[1])]),
        new("hartmann6", Box([.. Enumerable.Repeat((0.0, 1.0), 6)]), -3.32236801141551, [], x => [Hartmann6(x)]),
        new("levy", Box([.. Enumerable.Repeat((-10.0, 10.0), 4)]), 0, [], x => [Levy(x)]),
        new("ackley", Box([.. Enumerable.Repeat((-32.768, 32.768), 5)]), 0, [], x => [Ackley(x)]),
        new("branin-currin", Box((0, 1), (0, 1)), 59.36011874867746, [18, 6], x => [Branin((15 * x[0]) - 5, 15 * x[1]), Currin(x[0], x[1])]),
    ];

    private static SearchSpace Box(params (double Lower, double Upper)[] bounds) => new()
    {
        Parameters = [.. bounds.Select((b, d) => new ContinuousParameter { Name = $"x{d}", Lower = b.Lower, Upper = b.Upper })],
    };

    private static double Branin(double x, double y)
    {
        var a = y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6;
        return (a * a) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    private static double Currin(double x, double y)
    {
        var factor = y == 0 ? 1 : 1 - Math.Exp(-1 / (2 * y));
        return factor * ((2300 * x * x * x) + (1900 * x * x) + (2092 * x) + 60) / ((100 * x * x * x) + (500 * x * x) + (4 * x) + 20);
    }

    private static double Hartmann6(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i++)
        {
            var exponent = 0.0;
            for (var d = 0; d < 6; d++)
            {
                exponent += HartmannScales[i][d] * Math.Pow(x[d] - HartmannCenters[i][d], 2);
            }

            sum -= HartmannWeights[i] * Math.Exp(-exponent);
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
