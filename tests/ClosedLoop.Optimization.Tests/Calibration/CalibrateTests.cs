namespace ClosedLoop.Optimization.Tests;

public sealed class CalibrateTests
{
    /// <summary>Truth: counted and averaged by hand for four observations.</summary>
    [Fact]
    public void Raw_OfFourObservations_GivesTheFiguresCountedByHand()
    {
        var figures = Calibrate.Raw(new LeaveOneOut([0, 1, 2, 3], [0.1, 1, 4, 3], [1, 1, 1, 2]), new(0, 10));
        figures.Observations.ShouldBe(4);
        figures.At(0.5).ShouldBe(0.75);
        figures.At(0.95).ShouldBe(0.75, "the third lies two deviations off");
        figures.RootMeanSquareError.ShouldBe(10 * Math.Sqrt(4.01 / 4), 1e-12);
        figures.RSquared.ShouldBe(1 - (4.01 / 4 / 1.25), 1e-12);
        figures.Sharpness.ShouldBe(10 * Math.Sqrt(7 / 4.0), 1e-12);
        var log = 0.5 * Math.Log(2 * Math.PI);
        figures.NegativeLogDensity.ShouldBe((((0.01 + 4) / 2) + (4 * log) + Math.Log(2)) / 4 + Math.Log(10), 1e-9);
    }

    [Fact]
    public void MiscalibrationArea_OfACalibratedModelAndOfAnOverconfidentOne_IsNearZeroAndLarge()
    {
        var stream = Samples.Stream(3);
        double[] values = [.. Enumerable.Range(0, 4000).Select(_ => stream.NextNormal())];
        LeaveOneOut Of(double deviation) => new(values, new double[values.Length], [.. values.Select(_ => deviation)]);
        Calibrate.Raw(Of(1), new(0, 1)).MiscalibrationArea.ShouldBeLessThan(0.015);
        Calibrate.Raw(Of(0.01), new(0, 1)).MiscalibrationArea.ShouldBe(0.47, 0.03);

        // Out of fold an overconfident model is put right.
        Calibrate.OutOfFold(Of(0.3), Folds.Of(values.Length, 5, 1), new(0, 1)).At(0.9).ShouldBe(0.9, 0.015);
    }

    [Fact]
    public void Folds_OfASeed_AreTheSameAgainAndNearlyEqual()
    {
        var folds = Folds.Of(23, 5, 7);
        folds.ShouldBe(Folds.Of(23, 5, 7));
        folds.ShouldNotBe(Folds.Of(23, 5, 8));
        folds.GroupBy(fold => fold).Select(fold => fold.Count()).Order().ShouldBe([4, 4, 5, 5, 5]);
    }
}
