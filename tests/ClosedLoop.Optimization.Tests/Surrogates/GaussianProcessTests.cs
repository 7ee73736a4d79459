namespace ClosedLoop.Optimization.Tests;

public sealed class GaussianProcessTests
{
    [Fact]
    public void LeaveOneOut_ClosedForm_EqualsLeavingEachOut()
    {
        var stream = Samples.Stream(4);
        double[][] points = [.. Enumerable.Range(0, 14).Select(_ => Samples.Point(2, stream))];
        double[] values = [.. points.Select(x => Math.Sin(5 * x[0]) + x[1] + (0.1 * stream.NextNormal()))];
        var gp = Samples.Fit(new(points, values, [0, 1]));
        var h = gp.HyperParameters;
        var p = new GaussianProcessParameters([h["lengthscale.0"], h["lengthscale.1"]], h["signal"], h["noise"], h["mean"]);
        var leftOut = gp.LeaveOneOut();
        for (var i = 0; i < points.Length; i++)
        {
            var others = Enumerable.Range(0, points.Length).Where(j => j != i).ToArray();
            var data = new TrainingData([.. others.Select(j => points[j])], [.. others.Select(j => gp.Scale.Standardize(values[j]))], [0, 1]);
            var truth = Textbook.Predict(data, p, points[i]);
            leftOut.Means[i].ShouldBe(truth.Mean, 1e-7);
            leftOut.Deviations[i].ShouldBe(Math.Sqrt(truth.Variance + p.NoiseVariance), 1e-7);
        }
    }

    [Fact]
    public void Fit_OfNoisyData_FindsTheNoise()
    {
        var stream = Samples.Stream(12);
        double[][] points = [.. Enumerable.Range(0, 120).Select(_ => Samples.Point(1, stream))];
        double[] values = [.. points.Select(x => (10 * Math.Sin(6 * x[0])) + (2 * stream.NextNormal()))];
        var gp = Samples.Fit(new(points, values, [0]));
        (Math.Sqrt(gp.NoiseVariance) * gp.Scale.Spread).ShouldBe(2, 0.4);
    }

    [Fact]
    public void Fit_OfAnIrrelevantCoordinate_GivesItTheLongerScale()
    {
        var stream = Samples.Stream(13);
        double[][] points = [.. Enumerable.Range(0, 60).Select(_ => Samples.Point(2, stream))];
        var gp = Samples.Fit(new(points, [.. points.Select(x => Math.Sin(8 * x[0]))], [0, 1]));
        gp.HyperParameters["lengthscale.1"].ShouldBeGreaterThan(5 * gp.HyperParameters["lengthscale.0"]);
    }

    [Fact]
    public void Coverage_OfWellSpecifiedData_IsNearNominal()
    {
        var data = Samples.Data(150, 2, 3);
        var leftOut = Samples.Fit(data).LeaveOneOut();
        leftOut.Coverage(0.95).ShouldBeInRange(0.88, 1);
        leftOut.Coverage(0.5).ShouldBeInRange(0.38, 0.65);
    }
}
