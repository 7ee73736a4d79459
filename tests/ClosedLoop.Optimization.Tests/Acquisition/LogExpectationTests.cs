namespace ClosedLoop.Optimization.Tests;

public sealed class LogExpectationTests
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

        Differences.ShouldMatch(plan.Acquisition(), Samples.Point(2, stream));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(2, null)]
    [InlineData(2, 0.4)]
    public void Gradient_OfTheProbability_EqualsFiniteDifferences(int pending, double? target)
    {
        var data = Samples.Data(13, 2, 4);
        var stream = Samples.Stream(8);
        var plan = new ImprovementPlan(Samples.Posterior(data, Parameters), data.Points, target, stream) { IsProbability = true, Chance = _ => 0.6 };
        for (var p = 0; p < pending; p++)
        {
            plan.Pend(Samples.Point(2, stream));
        }

        Differences.ShouldMatch(plan.Acquisition(), Samples.Point(2, stream));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.5)]
    public void Probability_EqualsMonteCarloOfImprovements(double? target)
    {
        var data = Samples.Data(6, 2, 3);
        var stream = Samples.Stream(17);
        double[] point = [0.35, 0.62];
        double Loss(double value) => target is { } t ? Math.Abs(value - t) : value;
        var incumbent = data.Points.Min(x => Loss(Textbook.Predict(data, Parameters, x).Mean));
        var (mean, variance) = Textbook.Predict(data, Parameters, point);
        var least = target is null || incumbent > 0.02 ? 0.01 : incumbent / 2;
        var hits = Enumerable.Range(0, 400_000).Count(_ => Loss(mean + (Math.Sqrt(variance) * stream.NextNormal())) < incumbent - least);
        var plan = new ImprovementPlan(Samples.Posterior(data, Parameters), data.Points, target, stream) { IsProbability = true };
        Math.Exp(plan.Acquisition().Score([point])[0]).ShouldBe(hits / 400_000.0, 0.004);
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
