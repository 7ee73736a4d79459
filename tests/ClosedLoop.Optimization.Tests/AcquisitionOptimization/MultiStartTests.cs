using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class MultiStartTests
{
    private static readonly SearchSpace Mixed = new()
    {
        Parameters =
        [
            new ContinuousParameter { Name = "x0", Lower = -5, Upper = 10 },
            new ContinuousParameter { Name = "x1", Lower = 0, Upper = 15 },
            new CategoricalParameter { Name = "x2", Levels = ["a", "b", "c", "d"] },
            new IntegerParameter { Name = "x3", Lower = 0, Upper = 20 },
        ],
    };

    /// <summary>Every category and integer with a fine grid of both continuous parameters: the search must find as much, and climbs higher between the grid's points.</summary>
    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 20)]
    [InlineData(3, 30)]
    [InlineData(4, 30)]
    [InlineData(5, 40)]
    public void Maximize_InAMixedSpace_FindsWhatExhaustiveSearchFinds(int seed, int observations)
    {
        var space = new EncodedSpace(Mixed);
        var sampler = new FeasibleSampler(space, new SobolSequence(space.Encoding.Uniforms, Samples.Stream(seed)), Samples.Stream(seed));
        double[][] points = [.. Enumerable.Range(0, observations).Select(_ => sampler.Next()!)];
        double[] values = [.. points.Select(point => Value(space.Encoding.Decode(point)))];
        var process = (GaussianProcess)new SurrogateCache().Fit(new(points, values, space.Encoding.Groups), SurrogateChoice.Process, (ulong)seed);
        var plan = new ImprovementPlan(process.Posterior, points, null, Samples.Stream(seed));
        var found = new MultiStart(space, null).Maximize(plan.Acquisition(), plan.Promising, new HashSet<Candidate>(), [], Samples.Stream(100 + seed))!;
        var grid = Grid(space).ToArray();
        found.Value.ShouldBeGreaterThanOrEqualTo(plan.Acquisition().Score(grid).Max() - 1e-6);
    }

    private static IEnumerable<double[]> Grid(EncodedSpace space)
    {
        const int steps = 30;
        foreach (var (category, integer) in from category in "abcd" from integer in Enumerable.Range(0, 21) select (category.ToString(), integer))
        {
            for (var i = 0; i <= steps; i++)
            {
                for (var j = 0; j <= steps; j++)
                {
                    yield return space.Encoding.Encode(new([new("x0", -5 + (15.0 * i / steps)), new("x1", 15.0 * j / steps), new("x2", category), new("x3", integer)]));
                }
            }
        }
    }

    private static double Value(Candidate c)
    {
        var (x, y) = (c["x0"].Number, c["x1"].Number);
        var branin = Math.Pow(y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6, 2) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
        return branin + (3 * (c["x2"].Text![0] - 'a')) + Math.Abs(c["x3"].Number - 4);
    }
}
