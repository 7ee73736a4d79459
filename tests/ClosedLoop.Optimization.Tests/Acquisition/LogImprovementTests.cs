namespace ClosedLoop.Optimization.Tests;

public sealed class LogImprovementTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(0.3)]
    [InlineData(-0.9)]
    [InlineData(-2.999)]
    [InlineData(-3.001)]
    [InlineData(-6.5)]
    [InlineData(-13)]
    [InlineData(-40)]
    [InlineData(-300)]
    [InlineData(-1e5)]
    public void LogH_AtAnyDepth_EqualsQuadrature(double z)
    {
        // h(z) = φ(z) ∫ t exp(t z − t²/2) dt; the integrand lives on a scale of 1/|z| in the tail.
        var reach = z < -1 ? 60 / -z : z + 12;
        var integral = Textbook.Integrate(t => t * Math.Exp((t * z) - (t * t / 2)), 0, reach, 200_000);
        LogImprovement.LogH(z).ShouldBe(NormalDistribution.LogDensity(z) + Math.Log(integral), 1e-9 * Math.Max(1, z * z / 100));
    }

    [Fact]
    public void Below_EqualsMonteCarlo()
    {
        var stream = Samples.Stream(3);
        var sum = 0.0;
        for (var i = 0; i < 1_000_000; i++)
        {
            sum += Math.Max(0, 0.2 - (0.5 + (0.7 * stream.NextNormal()))) / 1_000_000;
        }

        Math.Exp(LogImprovement.Below(0.5, 0.7, 0.2).Log).ShouldBe(sum, 0.001);
    }

    [Theory]
    [InlineData(0.4, 0.7, 0.5, 0.3)]
    [InlineData(0.4, 0.01, 0.5, 0.3)]
    [InlineData(3, 0.5, 0.5, 0.3)]
    [InlineData(-9, 0.5, 0.5, 0.01)]
    [InlineData(0.2, 2, 0.5, 1e-5)]
    [InlineData(5, 0.2, 0.5, 0.3)]
    public void Towards_EqualsQuadratureOfTheTent(double mean, double deviation, double target, double radius)
    {
        var nearest = Math.Clamp(mean, target - radius, target + radius);
        var shift = NormalDistribution.LogDensity((nearest - mean) / deviation);
        var integral = Textbook.Integrate(
            f => (radius - Math.Abs(f - target)) * Math.Exp(NormalDistribution.LogDensity((f - mean) / deviation) - shift) / deviation,
            target - radius,
            target + radius,
            200_000);
        LogImprovement.Towards(mean, deviation, target, radius).Log.ShouldBe(shift + Math.Log(integral), 1e-5);
    }

    [Theory]
    [InlineData(0.5, 0.7)]
    [InlineData(2, 0.2)]
    [InlineData(30, 0.5)]
    [InlineData(-4, 0.3)]
    public void Derivatives_EqualFiniteDifferences(double mean, double deviation)
    {
        var below = LogImprovement.Below(mean, deviation, 0.2);
        var towards = LogImprovement.Towards(mean, deviation, 0.2, 0.4);
        var step = 1e-6;
        Relative(below.ByMean, Textbook.CentralDifference(m => LogImprovement.Below(m, deviation, 0.2).Log, mean, step));
        Relative(below.ByDeviation, Textbook.CentralDifference(s => LogImprovement.Below(mean, s, 0.2).Log, deviation, step));
        Relative(towards.ByMean, Textbook.CentralDifference(m => LogImprovement.Towards(m, deviation, 0.2, 0.4).Log, mean, step));
        Relative(towards.ByDeviation, Textbook.CentralDifference(s => LogImprovement.Towards(mean, s, 0.2, 0.4).Log, deviation, step));
    }

    private static void Relative(double actual, double expected) => actual.ShouldBe(expected, 1e-4 * Math.Max(1, Math.Abs(expected)));
}
