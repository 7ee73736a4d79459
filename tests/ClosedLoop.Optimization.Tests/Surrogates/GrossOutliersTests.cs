namespace ClosedLoop.Optimization.Tests;

public sealed class GrossOutliersTests
{
    [Theory]
    [InlineData(20, 1)]
    [InlineData(60, 3)]
    [InlineData(100, 5)]
    [InlineData(300, 12)]
    public void Without_OneInTwentyCorrupted_LeavesExactlyThoseOut(int count, int corrupted)
    {
        var data = Samples.Data(count, 2, count);
        var values = (double[])data.Values.Clone();
        for (var k = 0; k < corrupted; k++)
        {
            values[3 + (k * 17)] += k % 2 == 0 ? -200 : 150;
        }

        var kept = GrossOutliers.Without(data with { Values = values }, 1);
        Enumerable.Range(0, count).Except(kept).ShouldBe(Enumerable.Range(0, corrupted).Select(k => 3 + (k * 17)));
        var gp = Samples.Fit(data with { Values = values });
        gp.SetAside.ShouldBe(corrupted);
        gp.Reason.ShouldContain($"{corrupted} observations set aside");
        gp.Scale.Spread.ShouldBeLessThan(3);
    }

    /// <summary>Truth: the textbook's predictions, the dense system solved anew for each value.</summary>
    [Fact]
    public void Surprises_AreMissesOfTheTextbooksPredictions()
    {
        var parameters = new GaussianProcessParameters([0.4, 0.6], 1.5, 0.05, 0.1);
        var trusted = Samples.Data(21, 2, 4);
        var stream = Samples.Stream(5);
        double[][] points = [.. Enumerable.Range(0, 6).Select(_ => Samples.Point(2, stream)), [9, 9]];
        var doubted = trusted with { Points = points, Values = [.. points.Select((_, i) => i - 3.0)] };
        var surprises = GrossOutliers.Surprises(trusted, doubted, parameters);
        for (var i = 0; i < 6; i++)
        {
            var (mean, variance) = Textbook.Predict(trusted, parameters, points[i]);
            surprises[i].ShouldBe(Math.Abs(doubted.Values[i] - mean) / Math.Sqrt(variance + parameters.NoiseVariance), 1e-8);
        }

        surprises[6].ShouldBe(0, "nobody near foretells it");
    }

    [Fact]
    public void Without_ASteepHonestSurface_KeepsEverything()
    {
        var stream = Samples.Stream(3);
        double[][] points = [.. Enumerable.Range(0, 60).Select(_ => Samples.Point(2, stream))];
        double[] values = [.. points.Select(x => Math.Exp(9 * x[0]) + x[1])];
        GrossOutliers.Without(new(points, values, [0, 1]), 1).Length.ShouldBe(60);
    }
}
