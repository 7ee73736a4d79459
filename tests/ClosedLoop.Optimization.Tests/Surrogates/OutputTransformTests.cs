namespace ClosedLoop.Optimization.Tests;

public sealed class OutputTransformTests
{
    private static readonly OutputTransform Arsinh = new(-2, 0.5);

    [Theory]
    [InlineData(-30)]
    [InlineData(-2)]
    [InlineData(-1.9)]
    [InlineData(0.3)]
    [InlineData(4e7)]
    public void Invert_UndoesApply(double value)
    {
        Arsinh.Invert(Arsinh.Apply(value)).ShouldBe(value, 1e-12 * Math.Max(1, Math.Abs(value)));
        OutputTransform.Identity.Invert(OutputTransform.Identity.Apply(value)).ShouldBe(value);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(-2)]
    [InlineData(3.3)]
    public void Slope_EqualsFiniteDifference(double value)
    {
        Arsinh.Slope(value).ShouldBe(Textbook.CentralDifference(Arsinh.Apply, value, 1e-5), 1e-7);
        var scale = new OutputScale(0.7, 3) { Transform = Arsinh };
        scale.Slope(value).ShouldBe(Textbook.CentralDifference(scale.Standardize, value, 1e-5), 1e-7);
        scale.Restore(scale.Standardize(value)).ShouldBe(value, 1e-10);
    }

    [Fact]
    public void Candidates_CompressOnlyALongTailOfLargeValues()
    {
        OutputTransform.Candidates([1, 2, 3, 4, 5, 1000]).ShouldNotBeEmpty();
        OutputTransform.Candidates([-1000, 1, 2, 3, 4, 5]).ShouldBeEmpty("low values are what is looked for");
        OutputTransform.Candidates([1, 2, 3, 4, 5]).ShouldBeEmpty();
        OutputTransform.Candidates([3, 3, 3, 9]).ShouldBeEmpty("half of the values are the least");
        OutputTransform.Candidates([1, 2, 1e300]).ShouldBeEmpty();
    }

    // ∫ g(x) φ(x) dx by Simpson's rule.
    [Theory]
    [InlineData(-1, 0.1)]
    [InlineData(0.4, 0.5)]
    [InlineData(2, 1)]
    public void Moments_EqualNumericalIntegrals(double mean, double deviation)
    {
        var scale = new OutputScale(0.7, 1.3) { Transform = Arsinh };
        double Expected(Func<double, double> g) =>
            Textbook.Integrate(z => g(scale.Restore(mean + (deviation * z))) * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI), -12, 12, 20_000);
        var first = Expected(y => y);
        var moments = scale.Moments(mean, deviation);
        moments.Mean.ShouldBe(first, 1e-6 * Math.Max(1, Math.Abs(first)));
        moments.Deviation.ShouldBe(Math.Sqrt(Expected(y => (y - first) * (y - first))), 1e-5 * Math.Max(1, Math.Abs(first)));
    }

    [Fact]
    public void NormalQuadrature_HasTheMomentsOfTheNormalDistribution()
    {
        double[] moments = [1, 0, 1, 0, 3, 0, 15, 0, 105];
        for (var power = 0; power < moments.Length; power++)
        {
            NormalQuadrature.Nodes.Sum(each => each.Weight * Math.Pow(each.Node, power)).ShouldBe(moments[power], 1e-9);
        }
    }
}
