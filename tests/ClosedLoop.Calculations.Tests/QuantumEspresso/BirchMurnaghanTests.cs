namespace ClosedLoop.Calculations.Tests;

public sealed class BirchMurnaghanTests
{
    private static readonly double[] Volumes = [.. new[] { 0.9, 0.94, 0.97, 1, 1.03, 1.07, 1.12 }.Select(v => v * 290)];

    [Theory]
    [InlineData(4.0)]
    [InlineData(5.3)]
    [InlineData(2.1)]
    public void Fit_OfTheAnalyticCurve_FindsItsParameters(double derivative)
    {
        // The closed form in volumes (Birch 1947), not the polynomial that the fit uses.
        double Energy(double v)
        {
            var x = Math.Pow(293.0 / v, 2.0 / 3);
            return -2.146 + (9 * 293.0 * 0.0012 / 16 * ((Math.Pow(x - 1, 3) * derivative) + (Math.Pow(x - 1, 2) * (6 - (4 * x)))));
        }

        var fit = BirchMurnaghan.Fit(Volumes, [.. Volumes.Select(Energy)]).ShouldNotBeNull();

        fit.Volume.ShouldBe(293, 1e-6);
        fit.Energy.ShouldBe(-2.146, 1e-12);
        fit.BulkModulus.ShouldBe(0.0012, 1e-10);
        fit.Derivative.ShouldBe(derivative, 1e-6);
        fit.Residual.ShouldBeLessThan(1e-13);
    }

    [Fact]
    public void Fit_WithoutAMinimumWithinTheVolumes_SaysSo()
    {
        BirchMurnaghan.Fit(Volumes, [.. Volumes.Select(v => -v)]).ShouldBeNull();
        BirchMurnaghan.Fit(Volumes, [.. Volumes.Select(v => -Math.Pow(v - 290, 2))]).ShouldBeNull();
    }
}
