namespace ClosedLoop.Optimization.Tests;

public sealed class GaussianProcessSearchTests
{
    private static readonly KernelFamily[] Families = [KernelFamily.Matern52, KernelFamily.SquaredExponential, KernelFamily.Matern32];

    [Fact]
    public void Compare_OfValuesOverDecades_ModelsTheirLogarithm()
    {
        var gp = Fit(x => Math.Exp(9 * x[0] * x[1]), 30);
        gp.Scale.Transform.IsIdentity.ShouldBeFalse();
        gp.Reason.ShouldContain("arsinh");

        // Far better than the same without a transform, in the values' own unit.
        var plain = Samples.Fit(Told(x => Math.Exp(9 * x[0] * x[1]), 30));
        gp.LeaveOneOut().RootMeanSquare(gp.Scale).ShouldBeLessThan(plain.LeaveOneOut().RootMeanSquare(plain.Scale));
    }

    [Fact]
    public void Compare_OfValuesOfOneSize_LeavesThemAsTheyAre() => Fit(x => x[0] + Math.Sin(4 * x[1]), 30).Scale.Transform.IsIdentity.ShouldBeTrue();

    [Fact]
    public void Compare_OfAStepNearOneEnd_WarpsInputs()
    {
        var gp = Fit(x => Math.Sin(25 * Math.Pow(x[0], 6)) + x[1], 64);
        gp.Reason.ShouldContain("inputs are warped");
        gp.HyperParameters["warp.a.0"].ShouldBeGreaterThan(1.3);
    }

    [Fact]
    public void Compare_OfCategoriesThatOnlyShift_LetsThemAdd()
    {
        var stream = Samples.Stream(5);
        double[][] points = [.. Enumerable.Range(0, 40).Select(i => (double[])[stream.NextUniform(), i % 3 == 0 ? 0.7071 : 0, i % 3 == 1 ? 0.7071 : 0, i % 3 == 2 ? 0.7071 : 0])];
        double[] values = [.. points.Select(x => Math.Sin(9 * x[0]) + (3 * x[1]) - x[2])];
        TrainingData told = new(points, values, [0, 1, 1, 1]) { Nominal = [false, true] };
        var gp = GaussianProcess.Fit(told, 1, search => search.Compare(Families, null, true));
        gp.Reason.ShouldContain("categories add");
        gp.LeaveOneOut().RootMeanSquare(new(0, 1)).ShouldBeLessThan(0.05);
    }

    [Fact]
    public void Fit_WithGivenVariances_TrustsWhatIsPrecise()
    {
        var stream = Samples.Stream(9);
        double[][] points = [.. Enumerable.Range(0, 60).Select(_ => Samples.Point(1, stream))];
        double[] deviations = [.. points.Select((_, i) => i % 2 == 0 ? 0.01 : 2)];
        double[] values = [.. points.Select((x, i) => Math.Sin(6 * x[0]) + (deviations[i] * stream.NextNormal()))];
        TrainingData told = new(points, values, [0]);
        double Error(GaussianProcess gp) => Enumerable.Range(0, 50).Average(k =>
        {
            var mean = new double[1];
            gp.Posterior.Predict([k / 49.0], mean, gp.Posterior.Scratch());
            return Math.Abs(gp.Scale.Restore(mean[0]) - Math.Sin(6 * k / 49.0));
        });
        var informed = Samples.Fit(told with { Variances = [.. deviations.Select(d => d * d)] });
        Error(informed).ShouldBeLessThan(0.05);
        Error(informed).ShouldBeLessThan(0.3 * Error(Samples.Fit(told)));
    }

    [Fact]
    public void Replicates_PoolTheVarianceWithinGroups()
    {
        TrainingData told = new([[0.1], [0.1], [0.5], [0.5], [0.5], [0.9]], [1, 3, 10, 10, 13, 7], [0]);
        told.Replicates().ShouldBe(((2 + 6) / 3.0, 3));
        var (mode, width) = GaussianProcessPriors.Noise(told.Replicates());
        mode.ShouldBe(Math.Log(2), "noise variance is bounded at twice the spread");
        width.ShouldBe(Math.Sqrt(2.0 / 3), 1e-12);
        (told with { Variances = [1, 1, 1, 1, 1, 1] }).Replicates().Freedom.ShouldBe(0);
    }

    [Fact]
    public void InputWarp_DerivativesEqualFiniteDifferences()
    {
        var warp = new InputWarp(1.7, 0.6);
        var (byA, byB) = warp.ByExponents(0.3);
        warp.Slope(0.3).ShouldBe(Textbook.CentralDifference(warp.Apply, 0.3, 1e-6), 1e-8);
        byA.ShouldBe(Textbook.CentralDifference(log => new InputWarp(Math.Exp(log), 0.6).Apply(0.3), Math.Log(1.7), 1e-6), 1e-8);
        byB.ShouldBe(Textbook.CentralDifference(log => new InputWarp(1.7, Math.Exp(log)).Apply(0.3), Math.Log(0.6), 1e-6), 1e-8);
        InputWarp.None.Apply(0.37).ShouldBe(0.37);
    }

    private static TrainingData Told(Func<double[], double> f, int count)
    {
        var stream = Samples.Stream(3);
        double[][] points = [.. Enumerable.Range(0, count).Select(_ => Samples.Point(2, stream))];
        return new(points, [.. points.Select(f)], [0, 1]);
    }

    private static GaussianProcess Fit(Func<double[], double> f, int count) => GaussianProcess.Fit(Told(f, count), 1, search => search.Compare(Families, null, true));
}
