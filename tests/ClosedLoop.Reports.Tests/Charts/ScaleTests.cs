namespace ClosedLoop.Reports.Tests;

public sealed class ScaleTests
{
    [Fact]
    public void LinearScale_EndsAndMiddle_AreMappedToTheEndsAndTheMiddle()
    {
        var scale = new LinearScale(-2, 6, 100, 300, 4);
        scale.Map(-2).ShouldBe(100, 1e-9);
        scale.Map(2).ShouldBe(200, 1e-9);
        scale.Map(6).ShouldBe(300, 1e-9);
    }

    [Fact]
    public void LogScale_GeometricMean_IsInTheMiddle() => new LogScale(0.01, 100, 300, 100, 5).Map(1).ShouldBe(200, 1e-9);

    [Fact]
    public void LinearScale_SingleValue_IsInTheMiddle() => new LinearScale(7, 7, 0, 10, 4).Map(7).ShouldBe(5, 1e-9);

    [Fact]
    public void Scales_PositiveValuesOverManyDecades_AreLogarithmic()
    {
        Scales.OfValues([0.001, 1, 5], 0, 1, 5).ShouldBeOfType<LogScale>();
        Scales.OfValues([-0.001, 1, 500], 0, 1, 5).ShouldBeOfType<LinearScale>();
        Scales.OfValues([2, 3], 0, 1, 5).ShouldBeOfType<LinearScale>();
    }

    [Fact]
    public void CountScale_FewTrials_TicksAreWholeAndStartAtOneOrLater()
    {
        foreach (var count in Enumerable.Range(1, 500))
        {
            var ticks = new CountScale(count, 0, 1000, 20).Ticks.Select(tick => tick.Value).ToArray();
            ticks.ShouldNotBeEmpty();
            ticks.ShouldAllBe(value => value == Math.Round(value) && value >= 1 && value <= count);
        }
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0123461, "−0.01235")]
    [InlineData(1234567, "1.235×10⁶")]
    [InlineData(93.1666, "93.17")]
    [InlineData(0.00001, "10⁻⁵")]
    [InlineData(double.NaN, "not a number")]
    public void Short_Number_HasFourSignificantDigits(double value, string text) => Figures.Short(value).ShouldBe(text);

    [Theory]
    [InlineData(75.043, 4.93, "75.0 ± 4.9")]
    [InlineData(52.7, 4.04, "52.7 ± 4.0")]
    [InlineData(0.12346, 0.0061, "0.1235 ± 0.0061")]
    [InlineData(1234.6, 88, "1235 ± 88")]
    public void PlusMinus_Prediction_DecimalsFollowTheDeviation(double mean, double deviation, string text) => Figures.PlusMinus(mean, deviation).ShouldBe(text);

    [Fact]
    public void ColumnFormat_MixedMagnitudes_KeepsEqualDecimals()
    {
        var format = new ColumnFormat([95.7, 7.0812, 41.5]);
        new[] { 95.7, 7.0812, 41.5 }.Select(format.Write).ShouldBe(["95.70", "7.08", "41.50"]);
    }
}
