namespace ClosedLoop.Optimization.Tests;

public sealed class ThompsonPlanTests
{
    private static readonly GaussianProcessParameters Parameters = new([0.4, 0.7], 1.3, 0.04, 0.2);

    /// <summary>Over many draws the surfaces have the posterior's moments, of the dense system, and its correlation between two anchors.</summary>
    [Fact]
    public void Draws_HaveThePosteriorsMoments()
    {
        var data = Samples.Data(9, 2, 4);
        double[][] anchors = [[0.3, 0.6], [0.45, 0.7], [0.9, 0.1]];
        var plan = new ThompsonPlan(GaussianProcess.At(data, Parameters), data.Points, anchors, null, Samples.Stream(3));
        const int count = 4000;
        var draws = Enumerable.Range(0, count).Select(_ => plan.Acquisition().Score(anchors)).ToArray();
        for (var a = 0; a < 2; a++)
        {
            var (mean, variance) = Textbook.Predict(data, Parameters, anchors[a]);
            draws.Average(draw => -draw[a]).ShouldBe(mean, 4 * Math.Sqrt(variance / count));
            draws.Average(draw => Math.Pow(-draw[a] - mean, 2)).ShouldBe(variance, 0.1 * variance);
        }

        // cov(f, g) = (var(f + g) − var(f) − var(g)) / 2, from the density of the second given the first.
        var first = Textbook.Predict(data, Parameters, anchors[0]);
        var second = Textbook.Predict(data, Parameters, anchors[1]);
        var given = Textbook.Predict(
            data with { Points = [.. data.Points, anchors[0]], Values = [.. data.Values, 0] }, Parameters with { NoiseVariance = Parameters.NoiseVariance }, anchors[1]);
        var covariance = Math.Sqrt((second.Variance - given.Variance) * (first.Variance + Parameters.NoiseVariance));
        draws.Average(draw => (-draw[0] - first.Mean) * (-draw[1] - second.Mean)).ShouldBe(covariance, 0.1 * Math.Sqrt(first.Variance * second.Variance));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.4)]
    public void Gradient_EqualsFiniteDifferences(double? target)
    {
        var data = Samples.Data(9, 2, 4);
        var stream = Samples.Stream(3);
        double[][] anchors = [.. Enumerable.Range(0, 30).Select(_ => Samples.Point(2, stream))];
        Differences.ShouldMatch(new ThompsonPlan(GaussianProcess.At(data, Parameters), data.Points, anchors, target, stream).Acquisition(), [0.31, 0.64]);
    }
}
