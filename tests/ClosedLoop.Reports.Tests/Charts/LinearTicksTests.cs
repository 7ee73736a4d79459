namespace ClosedLoop.Reports.Tests;

public sealed class LinearTicksTests
{
    [Theory]
    [InlineData(0, 10, 5, 2, "0|2|4|6|8|10")]
    [InlineData(0, 1, 4, 0.5, "0.0|0.5|1.0")]
    [InlineData(0, 1, 5, 0.2, "0.0|0.2|0.4|0.6|0.8|1.0")]
    [InlineData(-3.2, 3.1, 4, 2, "−2|0|2")]
    [InlineData(97.3, 98.1, 4, 0.2, "97.4|97.6|97.8|98.0")]
    [InlineData(0.0012, 0.0031, 4, 0.0005, "0.0015|0.0020|0.0025|0.0030")]
    [InlineData(30, 110, 5, 20, "40|60|80|100")]
    [InlineData(0, 2.5e7, 5, 5e6, "0|5×10⁶|10⁷|1.5×10⁷|2×10⁷|2.5×10⁷")]
    [InlineData(-0.4, 0.9, 2, 1, "0")]
    [InlineData(1000000.05, 1000000.35, 4, 0.1, "1000000.1|1000000.2|1000000.3")]
    [InlineData(0.00001, 0.00003, 2, 0.00001, "10⁻⁵|2×10⁻⁵|3×10⁻⁵")]
    public void Of_Range_GivesRoundValuesWithinIt(double lower, double upper, int most, double step, string labels)
    {
        LinearTicks.Step(lower, upper, most).ShouldBe(step, step * 1e-9);
        string.Join('|', LinearTicks.Of(lower, upper, most).Select(tick => tick.Label)).ShouldBe(labels);
    }

    [Fact]
    public void Of_ManyRandomRanges_StepIsRoundAndTheSmallestThatFits()
    {
        var chance = new Chance(1);
        double[] mantissas = [1, 2, 5];
        for (var i = 0; i < 2000; i++)
        {
            var lower = chance.Normal();
            var upper = lower + Math.Pow(10, 2 * chance.Normal());
            var most = 2 + (int)(10 * chance.Uniform());
            var step = LinearTicks.Step(lower, upper, most);

            // Slow textbook search: from far below, the first round step that is not too small.
            var expected = Enumerable.Range(-40, 80).SelectMany(power => mantissas.Select(mantissa => mantissa * Math.Pow(10, power)))
                .First(round => round * most >= (upper - lower) * (1 - 1e-9));
            step.ShouldBe(expected, expected * 1e-6);
        }
    }
}
