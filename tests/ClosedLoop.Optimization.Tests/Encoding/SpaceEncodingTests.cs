using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class SpaceEncodingTests
{
    [Fact]
    public void Decode_OfEncodedCandidates_ReturnsThem()
    {
        var space = Spaces.Everything();
        var encoding = SpaceEncoding.Of(space);
        var stream = Samples.Stream(1);
        for (var i = 0; i < 500; i++)
        {
            var candidate = encoding.Decode(encoding.Sample(Samples.Point(encoding.Uniforms, stream)));
            space.WhyNot(candidate).ShouldBeNull();
            var again = encoding.Decode(encoding.Encode(candidate));
            foreach (var (key, value) in candidate.Values)
            {
                if (value.IsNumber)
                {
                    again[key].Number.ShouldBe(value.Number, 1e-12 * Math.Max(1, Math.Abs(value.Number)), key);
                }
                else
                {
                    again[key].ShouldBe(value);
                }
            }
        }
    }

    [Fact]
    public void Sample_OfManyPoints_ReachesEveryLevel()
    {
        var encoding = SpaceEncoding.Of(Spaces.Everything());
        var stream = Samples.Stream(2);
        var candidates = Enumerable.Range(0, 2000).Select(_ => encoding.Decode(encoding.Sample(Samples.Point(encoding.Uniforms, stream)))).ToArray();
        candidates.Select(c => c["solvent"].Text).Distinct().Count().ShouldBe(3);
        candidates.Select(c => c["cycles"].Number).Distinct().Count().ShouldBe(7);
        candidates.Select(c => c["dose"].Number).Distinct().Count().ShouldBe(4);
        candidates.Min(c => c["heat"].Number).ShouldBeLessThan(1.2);
        candidates.Max(c => c["heat"].Number).ShouldBeGreaterThan(900);
        candidates.Count(c => c["heat"].Number < 31.6).ShouldBeInRange(850, 1150);
    }

    [Fact]
    public void Neighbours_OfAnyPoint_AreValidAndDifferInOneParameter()
    {
        var space = Spaces.Everything();
        var encoding = SpaceEncoding.Of(space);
        var point = encoding.Sample(Samples.Point(encoding.Uniforms, Samples.Stream(3)));
        var from = encoding.Decode(point);
        var neighbours = encoding.Neighbours(point).Select(n => encoding.Decode(n)).ToArray();
        neighbours.Length.ShouldBeGreaterThan(10);
        foreach (var neighbour in neighbours)
        {
            space.WhyNot(neighbour).ShouldBeNull();
            space.Parameters.Count(p => p.Keys.Any(key => neighbour[key] != from[key])).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData(0.1, 1, 0, 1, 66)]
    [InlineData(0.25, 1, 0, 0.5, 6)]
    [InlineData(5, 100, 10, 60, 0)]
    public void Composition_All_AreDistinctFeasibleAndAsManyAsCounted(double step, double total, double lower, double upper, int expected)
    {
        var space = new SearchSpace
        {
            Parameters = [new CompositionParameter { Name = "mix", Step = step, Total = total, Parts = [new("a", lower, upper), new("b", lower, upper), new("c", lower, upper)] }],
        };
        var encoding = SpaceEncoding.Of(space);
        var all = encoding.All().Select(point => encoding.Decode(point)).ToArray();
        all.ShouldAllBe(candidate => space.WhyNot(candidate) == null);
        all.Distinct().Count().ShouldBe(all.Length);
        ((double)all.Length).ShouldBe(encoding.Cardinality);
        if (expected > 0)
        {
            all.Length.ShouldBe(expected);
        }
    }

    [Fact]
    public void Categorical_TwoLevels_AreAtDistanceOne()
    {
        var encoding = SpaceEncoding.Of(new SearchSpace { Parameters = [new CategoricalParameter { Name = "s", Levels = ["x", "y", "z"] }] });
        var points = encoding.All().ToArray();
        Math.Sqrt(points[0].Zip(points[2], (a, b) => (a - b) * (a - b)).Sum()).ShouldBe(1, 1e-12);
        encoding.Groups.ShouldAllBe(group => group == 0);
    }
}
