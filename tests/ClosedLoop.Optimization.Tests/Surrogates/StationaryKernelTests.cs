namespace ClosedLoop.Optimization.Tests;

public sealed class StationaryKernelTests
{
    [Theory]
    [InlineData("matern52")]
    [InlineData("matern32")]
    [InlineData("se")]
    public void Row_OfEachFamily_EqualsTheFormulaAndItsDerivative(string name)
    {
        var (family, formula) = name switch
        {
            "matern52" => (KernelFamily.Matern52, (Func<double, double>)(r => (1 + (Math.Sqrt(5) * r) + (5 * r * r / 3)) * Math.Exp(-Math.Sqrt(5) * r))),
            "matern32" => (KernelFamily.Matern32, r => (1 + (Math.Sqrt(3) * r)) * Math.Exp(-Math.Sqrt(3) * r)),
            _ => (KernelFamily.SquaredExponential, r => Math.Exp(-r * r / 2)),
        };
        var stream = Samples.Stream(5);
        double[][] points = [.. Enumerable.Range(0, 13).Select(_ => Samples.Point(3, stream))];
        var matrix = new Covariances(new TrainingData(points, new double[13], [0, 1, 2]), new([0.5, 1, 2], 1, 0, 0)).Scaled;
        var z = Samples.Point(3, stream).Zip([0.5, 1.0, 2.0], (x, scale) => x / scale).ToArray();
        var covariances = new double[16];
        var factors = new double[16];
        StationaryKernel.Row(family, matrix, z, 1.7, covariances, factors);
        for (var i = 0; i < points.Length; i++)
        {
            double Covariance(double first) => 1.7 * formula(Math.Sqrt(
                Math.Pow(first - matrix[0, i], 2) + Math.Pow(z[1] - matrix[1, i], 2) + Math.Pow(z[2] - matrix[2, i], 2)));
            covariances[i].ShouldBe(Covariance(z[0]), 1e-12);
            (-factors[i] * (z[0] - matrix[0, i])).ShouldBe(Textbook.CentralDifference(Covariance, z[0], 1e-6), 1e-7);
        }
    }
}
