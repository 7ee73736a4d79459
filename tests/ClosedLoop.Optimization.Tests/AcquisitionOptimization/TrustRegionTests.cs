using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class TrustRegionTests
{
    [Theory]
    [InlineData(0.8, new[] { 5.0, 4.0, 6.0, 7.0 })]
    [InlineData(1.6, new[] { 5.0, 4.0, 3.0, 2.0 })]
    [InlineData(1.6, new[] { 5.0, 4.0, 3.0, 2.0, 1.0, 0.5, 0.25 })]
    [InlineData(0.8, new[] { 5.0, 6.0, 6.0, 6.0 })]
    [InlineData(0.4, new[] { 5.0, 6.0, 6.0, 6.0, 6.0 })]
    [InlineData(0.4, new[] { 5.0, 6.0, 6.0, 6.0, 6.0, 4.0 })]
    [InlineData(0.2, new[] { 5.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0 })]
    [InlineData(0.8, new[] { 5.0, 6.0, 6.0, 6.0, 4.0, 6.0, 6.0, 6.0 })]
    [InlineData(0.8, new[] { 5.0, 4.999, 4.998, 4.997 })]
    public void Length_GrowsWithSuccessesAndShrinksWithFailures(double expected, double[] losses) =>
        TrustRegion.Length(losses, 1, 4).ShouldBe(expected);

    [Fact]
    public void Length_OfASearchThatHasShrunkToNothing_BeginsAnew() =>
        TrustRegion.Length([1, .. Enumerable.Repeat(2.0, 4 * 7)], 1, 4).ShouldBe(0.8);

    [Fact]
    public void Of_LiesAroundTheBestPoint_LongerAlongLongLengthScales()
    {
        var region = TrustRegion.Of([[0.1, 0.9], [0.5, 0.4]], [3, 1], 2, [0.5, 2]);
        region.Center.ShouldBe([0.5, 0.4]);
        region.Lower.Zip([0.3, 0.0], (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-12);
        region.Upper.Zip([0.7, 1.0], (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void Maximize_WithinARegion_StaysThere()
    {
        var space = new EncodedSpace(Spaces.Box(3));
        var data = Samples.Data(20, 3, 4);
        var posterior = Samples.Posterior(data, new([0.4, 0.4, 0.4], 1, 0.01, 0));
        var region = new TrustRegion([0.8, 0.2, 0.5], [0.7, 0.1, 0.5], [0.9, 0.3, 0.6]);
        var found = new MultiStart(space, region).Maximize(new ConfidenceBound(posterior, null, 2, "ucb"), [region.Center], new HashSet<Candidate>(), [], Samples.Stream(1))!;
        for (var d = 0; d < 3; d++)
        {
            found.Point[d].ShouldBeInRange(region.Lower[d], region.Upper[d]);
        }
    }
}
