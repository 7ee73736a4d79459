namespace ClosedLoop.Optimization.Tests;

public sealed class LogExpectedImprovementTests
{
    private static readonly GaussianProcessParameters Parameters = new([0.4, 0.7], 1.3, 0.01, 0.2);

    [Theory]
    [InlineData(0, null)]
    [InlineData(2, null)]
    [InlineData(0, 0.4)]
    [InlineData(3, 0.4)]
    public void Gradient_WithAndWithoutPending_EqualsFiniteDifferences(int pending, double? target)
    {
        var data = Samples.Data(13, 2, 4);
        var stream = Samples.Stream(8);
        var plan = new ImprovementPlan(Samples.Posterior(data, Parameters), data.Points, target, stream);
        for (var p = 0; p < pending; p++)
        {
            plan.Pend(Samples.Point(2, stream));
        }

        var acquisition = plan.Acquisition();
        var point = Samples.Point(2, stream);
        var gradient = new double[2];
        var value = acquisition.Evaluate(point, gradient);
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
            gradient[d].ShouldBe(difference, 1e-4 * Math.Max(1, Math.Abs(difference)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Value_WithAPendingTrial_EqualsMonteCarloOfTheJointImprovement(int seed)
    {
        var data = Samples.Data(6, 2, seed);
        var stream = Samples.Stream(seed + 100);
        var posterior = Samples.Posterior(data, Parameters);
        var pending = Samples.Point(2, stream);
        var point = pending.Select(x => Math.Clamp(x + 0.1, 0, 1)).ToArray();
        var plan = new ImprovementPlan(posterior, data.Points, null, stream);
        plan.Pend(pending);
        var value = Math.Exp(plan.Acquisition().Evaluate(point, new double[2]));

        // Joint normal of the two latent values by dense algebra.
        var incumbent = data.Points.Min(x => Textbook.Predict(data, Parameters, x).Mean);
        var first = Textbook.Predict(data, Parameters, pending);
        var second = Textbook.Predict(data, Parameters, point);
        var k = data.Points.Select(x => Textbook.Matern(x, pending, Parameters.LengthScales, data.Groups, Parameters.SignalVariance)).ToArray();
        var l = data.Points.Select(x => Textbook.Matern(x, point, Parameters.LengthScales, data.Groups, Parameters.SignalVariance)).ToArray();
        var covariance = Textbook.Matern(pending, point, Parameters.LengthScales, data.Groups, Parameters.SignalVariance)
            - l.Zip(Textbook.Solve(Textbook.Covariance(data, Parameters), k), (a, b) => a * b).Sum();
        var mean = 0.0;
        const int count = 400_000;
        for (var i = 0; i < count; i++)
        {
            var z = stream.NextNormal();
            var f = first.Mean + (Math.Sqrt(first.Variance) * z);
            var slope = covariance / Math.Sqrt(first.Variance);
            var g = second.Mean + (slope * z) + (Math.Sqrt(second.Variance - (slope * slope)) * stream.NextNormal());
            mean += Math.Max(0, Math.Min(incumbent, f) - g) / count;
        }

        value.ShouldBe(mean, 0.06 * mean);
    }
}
