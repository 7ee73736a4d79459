namespace ClosedLoop.Optimization.Tests;

public sealed class SuccessClassifierTests
{
    private static readonly int[] Groups = [0, 1];

    [Fact]
    public void Fit_OfARegionThatFails_KnowsItsSide()
    {
        var stream = Samples.Stream(6);
        var points = Enumerable.Range(0, 60).Select(_ => Samples.Point(2, stream)).ToArray();
        bool Fails(double[] x) => x[0] + x[1] > 1.2;
        var probability = Probability([.. points.Where(x => !Fails(x))], [.. points.Where(Fails)]);
        var right = Enumerable.Range(0, 400).Select(_ => Samples.Point(2, stream)).Count(x => probability(x) > 0.5 != Fails(x));
        right.ShouldBeGreaterThan(360);
        probability([0.95, 0.95]).ShouldBeLessThan(0.1);
        probability([0.1, 0.1]).ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void Fit_OfOneFailureAmongMany_DoubtsOnlyItsNeighbourhood()
    {
        var stream = Samples.Stream(7);
        double[][] succeeded = [.. Enumerable.Range(0, 12).Select(_ => Samples.Point(2, stream)).Where(x => Math.Abs(x[0] - 0.9) + Math.Abs(x[1] - 0.9) > 0.3)];
        var probability = Probability(succeeded, [[0.9, 0.9]]);
        var share = (succeeded.Length + 1.0) / (succeeded.Length + 3);
        probability([0.9, 0.9]).ShouldBeLessThan(0.75);
        foreach (var point in succeeded)
        {
            probability(point).ShouldBeGreaterThan(share - 0.02);
        }
    }

    [Fact]
    public void Fit_OfContradictions_IsUndecidedThere()
    {
        double[][] same = [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]];
        Probability(same, same)([0.5, 0.5]).ShouldBe(0.5, 0.02);
    }

    private static Func<double[], double> Probability(double[][] succeeded, double[][] failed)
    {
        var factor = new ProbabilityFactor(SuccessClassifier.Fit(succeeded, failed, Groups), 1, 0, null);
        return point => Math.Exp(factor.Score([point])[0]);
    }
}
