namespace ClosedLoop.Optimization.Tests;

public sealed class IntervalProbabilityTests
{
    [Theory]
    [InlineData(0.3, 0.7, null, 0.9)]
    [InlineData(0.3, 0.7, -0.2, null)]
    [InlineData(0.3, 0.7, -0.2, 0.9)]
    [InlineData(-2.5, 0.7, -0.2, 0.9)]
    [InlineData(3, 0.7, -0.2, 0.9)]
    [InlineData(0.3, 0.7, -9.0, 0.1)]
    public void Within_EqualsTheIntegralOfTheDensity(double mean, double deviation, double? lower, double? upper)
    {
        var expected = Textbook.Integrate(
            x => NormalDistribution.Density((x - mean) / deviation) / deviation, lower ?? mean - (12 * deviation), upper ?? mean + (12 * deviation), 20_000);
        Math.Exp(IntervalProbability.Within(mean, deviation, lower, upper).Log).ShouldBe(expected, 1e-10);
    }

    [Theory]
    [InlineData(0.3, 0.7, null, 0.9)]
    [InlineData(12, 0.2, null, 0.9)]
    [InlineData(-12, 0.2, -0.5, null)]
    [InlineData(0.3, 0.7, -0.2, 0.9)]
    [InlineData(9, 0.3, -0.2, 0.9)]
    [InlineData(-9, 0.3, -0.2, 0.9)]
    [InlineData(0.4, 3.0, 0.5, 0.50001)]
    public void Within_Derivatives_EqualFiniteDifferences(double mean, double deviation, double? lower, double? upper)
    {
        var value = IntervalProbability.Within(mean, deviation, lower, upper);
        double.IsFinite(value.Log).ShouldBeTrue();
        var byMean = Textbook.CentralDifference(m => IntervalProbability.Within(m, deviation, lower, upper).Log, mean, 1e-6);
        var byDeviation = Textbook.CentralDifference(s => IntervalProbability.Within(mean, s, lower, upper).Log, deviation, 1e-6);
        value.ByMean.ShouldBe(byMean, 1e-4 * Math.Max(1, Math.Abs(byMean)));
        value.ByDeviation.ShouldBe(byDeviation, 1e-4 * Math.Max(1, Math.Abs(byDeviation)));
    }
}
