namespace ClosedLoop.Optimization.Tests;

public sealed class ConfidenceBoundTests
{
    private static readonly GaussianProcessParameters Parameters = new([0.4, 0.7], 1.3, 0.01, 0.2);

    [Theory]
    [InlineData(null)]
    [InlineData(0.4)]
    public void Evaluate_EqualsTheFormulaWithItsGradient(double? target)
    {
        var data = Samples.Data(13, 2, 4);
        var acquisition = new ConfidenceBound(Samples.Posterior(data, Parameters), target, 2, "ucb");
        double[] point = [0.3, 0.6];
        var gradient = new double[2];
        var value = acquisition.Evaluate(point, gradient);
        var (mean, variance) = Textbook.Predict(data, Parameters, point);
        value.ShouldBe((2 * Math.Sqrt(variance)) - (target is { } t ? Math.Abs(mean - t) : mean), 1e-8);
        acquisition.Score([point])[0].ShouldBe(value, 1e-8);
        for (var d = 0; d < 2; d++)
        {
            var difference = Textbook.CentralDifference(
                x =>
                {
                    var moved = (double[])point.Clone();
                    moved[d] = x;
                    return acquisition.Evaluate(moved, new double[2]);
                },
                point[d],
                1e-6);
            gradient[d].ShouldBe(difference, 1e-5);
        }
    }

    [Fact]
    public void Pend_LeavesMeansAndNarrowsThePosterior()
    {
        var data = Samples.Data(13, 2, 4);
        var posterior = Samples.Posterior(data, Parameters);
        var plan = new ConfidencePlan(posterior, data.Points, null, 2, "ucb");
        double[] point = [0.3, 0.6];
        plan.Pend(point);
        plan.Acquisition().Score([point])[0].ShouldBe(-Textbook.Predict(data, Parameters, point).Mean, 1e-3);
    }
}
