namespace ClosedLoop.Optimization.Tests;

public sealed class ShapleyTests
{
    private static readonly ParameterBlock[] Blocks = [new("a", 0, 1), new("b", 1, 2), new("c", 3, 1), new("d", 4, 1)];

    /// <summary>Truth: the definition, the mean over all 24 orders in which parameters become known.</summary>
    [Fact]
    public void Enumerate_OfAnInteractingFunction_IsTheMeanOverAllOrders()
    {
        var (point, background) = Inputs();
        var shapley = Shapley.Enumerate(Blocks, Surface, point, background);
        var expected = new double[Blocks.Length];
        var orders = Orders([0, 1, 2, 3]).ToArray();
        foreach (var order in orders)
        {
            var known = background;
            foreach (var i in order)
            {
                var next = known.Select(other => Blocks[i].From(point, other)).ToArray();
                expected[i] += (Surface(next).Average() - Surface(known).Average()) / orders.Length;
                known = next;
            }
        }

        shapley.Contributions.Zip(expected).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
        shapley.Contributions.Sum().ShouldBe(Surface([point])[0] - Surface(background).Average(), 1e-12);
    }

    [Fact]
    public void Sample_OfTheSame_SumsExactlyAndComesNear()
    {
        var (point, background) = Inputs();
        var exact = Shapley.Enumerate(Blocks, Surface, point, background);
        var sampled = Shapley.Sample(Blocks, Surface, point, background, Samples.Stream(4));
        sampled.Contributions.Sum().ShouldBe(sampled.Predicted - sampled.Average, 1e-12);
        sampled.Contributions.Zip(exact.Contributions).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 0.03);
    }

    [Fact]
    public void Contributions_OfAParameterThatDoesNotMatter_AreZero()
    {
        var (point, background) = Inputs();
        Shapley.Enumerate(Blocks, Surface, point, background).Contributions[3].ShouldBe(0, 1e-15);
    }

    private static double[] Surface(IReadOnlyList<double[]> points) => [.. points.Select(x => x[0] + (x[0] * x[1] * x[2]) + Math.Sin(3 * x[3]) + (x[2] * x[3]))];

    private static (double[] Point, double[][] Background) Inputs()
    {
        var stream = Samples.Stream(8);
        return (Samples.Point(5, stream), [.. Enumerable.Range(0, 32).Select(_ => Samples.Point(5, stream))]);
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 1
        ? [items]
        : items.SelectMany(first => Orders([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
}
