namespace ClosedLoop.Optimization.Tests;

public sealed class IntegratedVarianceTests
{
    private static readonly GaussianProcessParameters Parameters = new([0.4, 0.7], 1.3, 0.02, 0.2);

    /// <summary>Variances before and after the measurement, each by solving the dense system anew.</summary>
    [Fact]
    public void Evaluate_EqualsTheVarianceThatTheMeasurementRemoves()
    {
        var data = Samples.Data(9, 2, 4);
        var stream = Samples.Stream(5);
        double[][] sample = [.. Enumerable.Range(0, 40).Select(_ => Samples.Point(2, stream))];
        double[] point = [0.3, 0.7];
        var after = data with { Points = [.. data.Points, point], Values = [.. data.Values, 0] };
        var expected = sample.Average(u => Textbook.Predict(data, Parameters, u).Variance - Textbook.Predict(after, Parameters, u).Variance);
        Reduction(data, sample).Evaluate(point, new double[2]).ShouldBe(expected, 1e-5 * expected);
    }

    [Fact]
    public void Gradient_EqualsFiniteDifferences()
    {
        var data = Samples.Data(9, 2, 4);
        var stream = Samples.Stream(5);
        double[][] sample = [.. Enumerable.Range(0, 40).Select(_ => Samples.Point(2, stream))];
        Differences.ShouldMatch(new VarianceReduction([Reduction(data, sample), Reduction(Samples.Data(7, 2, 8), sample)]), [0.3, 0.7]);
    }

    private static IntegratedVariance Reduction(TrainingData data, double[][] sample) =>
        new(data, [.. data.Points.Select(_ => Parameters.NoiseVariance)], Parameters, sample);
}
