using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class RecalibrationTests
{
    [Fact]
    public void HalfWidth_WithoutResiduals_IsThatOfTheNormalDistribution()
    {
        Recalibration.None.HalfWidth(0.95).ShouldBe(1.959963984540054, 1e-12);
        Recalibration.None.Scale.ShouldBe(1);
    }

    [Fact]
    public void HalfWidth_OfManyWideResiduals_GrowsWithThem()
    {
        var stream = Samples.Stream(1);
        var recalibration = new Recalibration([.. Enumerable.Range(0, 5000).Select(_ => 2 * stream.NextNormal())]);
        recalibration.Scale.ShouldBe(2, 0.06);
        recalibration.HalfWidth(0.5).ShouldBe(2 * 0.6745, 0.06);
        recalibration.HalfWidth(0.9).ShouldBe(2 * 1.6449, 0.12);
    }

    /// <summary>Truth: fresh draws of the same distribution, over many small calibration sets; coverage of an interval from n residuals is n p / (n + 1) to (n p + 1) / (n + 1).</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void HalfWidth_FromFortyHeavyTailedResiduals_CoversFreshOnesAsOftenAsItSays(double probability)
    {
        var stream = Samples.Stream(2);

        // A scale mixture: most residuals too small, a fifth far too large.
        double Draw() => stream.NextNormal() * (stream.NextUniform() < 0.2 ? 3 : 0.5);
        var covered = 0.0;
        for (var set = 0; set < 400; set++)
        {
            var half = new Recalibration([.. Enumerable.Range(0, 40).Select(_ => Draw())]).HalfWidth(probability);
            covered += Enumerable.Range(0, 100).Count(_ => Math.Abs(Draw()) <= half) / 40_000.0;
        }

        covered.ShouldBe(probability, 0.06);
    }

    [Fact]
    public void Scale_WithOneGrossError_StaysBounded() => new Recalibration([.. Enumerable.Repeat(1.0, 30), 1e6]).Scale.ShouldBeLessThan(1.4);

    [Fact]
    public void HalfWidths_Always_Ascend()
    {
        var widths = new Recalibration([0, 0, 0.1, 5, 40]).HalfWidths;
        widths.Zip(widths.Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second);
        widths.Count.ShouldBe(CalibrationFigures.Levels.Count);
    }
}
