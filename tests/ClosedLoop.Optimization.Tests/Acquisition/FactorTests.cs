namespace ClosedLoop.Optimization.Tests;

public sealed class FactorTests
{
    private static readonly GaussianProcessParameters Parameters = new([0.4, 0.7], 1.3, 0.04, 0.2);
    private static readonly double[] Point = [0.3, 0.6];

    [Fact]
    public void Probability_EqualsMonteCarloOfMeasurementsWithinTheLimits()
    {
        var (data, stream) = (Samples.Data(13, 2, 4), Samples.Stream(3));
        var (mean, variance) = Textbook.Predict(data, Parameters, Point);
        var within = Enumerable.Range(0, 400_000).Count(_ =>
        {
            var measured = mean + (Math.Sqrt(variance) * stream.NextNormal()) + (Math.Sqrt(Parameters.NoiseVariance) * stream.NextNormal());
            return measured >= mean - 0.2 && measured <= mean + 0.5;
        });
        var factor = new ProbabilityFactor(Samples.Posterior(data, Parameters), Parameters.NoiseVariance, mean - 0.2, mean + 0.5);
        Math.Exp(factor.Score([Point])[0]).ShouldBe(within / 400_000.0, 0.004);
    }

    [Theory]
    [InlineData(null, 0.3)]
    [InlineData(0.1, null)]
    [InlineData(0.1, 0.3)]
    [InlineData(9.0, null)]
    public void Weighted_ValueTimesFactors_HasTheirGradient(double? lower, double? upper)
    {
        var posterior = Samples.Posterior(Samples.Data(13, 2, 4), Parameters);
        IAcquisitionFactor[] factors =
        [
            new ProbabilityFactor(Samples.Posterior(Samples.Data(11, 2, 9), Parameters), 0.04, lower, upper).Pend([0.1, 0.9]),
            new CostFactor(Samples.Posterior(Samples.Data(8, 2, 6), Parameters), 0.7),
        ];
        Differences.ShouldMatch(new WeightedAcquisition(null, factors), Point);
        Differences.ShouldMatch(new WeightedAcquisition(new ConfidenceBound(posterior, null, 2, "ucb"), factors), Point);
        Differences.ShouldMatch(new WeightedAcquisition(new PositiveAcquisition(new ConfidenceBound(posterior, null, 2, "ucb"), 3), factors), Point);
        Differences.ShouldMatch(new WeightedAcquisition(new PositiveAcquisition(new ConfidenceBound(posterior, null, 2, "ucb"), 40), factors), Point);
    }

    /// <summary>A cost of e^(spread · mean): dividing the value by it.</summary>
    [Fact]
    public void Cost_DividesByTheExpectedCost()
    {
        var data = Samples.Data(8, 2, 6);
        var expected = -0.7 * Textbook.Predict(data, Parameters, Point).Mean;
        new CostFactor(Samples.Posterior(data, Parameters), 0.7).Score([Point])[0].ShouldBe(expected, 1e-8);
    }

    [Fact]
    public void Probability_WithATrialPending_TrustsItsMean()
    {
        var posterior = Samples.Posterior(Samples.Data(11, 2, 9), Parameters);
        var mean = new double[1];
        posterior.Predict(Point, mean, posterior.Scratch());
        var before = new ProbabilityFactor(posterior, 1e-6, null, mean[0] - 0.1);
        before.Pend(Point).Score([Point])[0].ShouldBeLessThan(before.Score([Point])[0] - 5);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.8)]
    public void Chance_OfAPendingTrial_LowersTheIncumbentInAsManyScenarios(double chance)
    {
        var happens = Fantasies.Happens(chance, 32, Samples.Stream(2));
        happens.Count(each => each).ShouldBe((int)Math.Round(32 * chance));
    }
}
