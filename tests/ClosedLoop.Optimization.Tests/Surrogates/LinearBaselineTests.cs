namespace ClosedLoop.Optimization.Tests;

public sealed class LinearBaselineTests
{
    [Fact]
    public void LeaveOneOut_OfAPlane_PredictsIt()
    {
        var stream = Samples.Stream(1);
        double[][] points = [.. Enumerable.Range(0, 30).Select(_ => Samples.Point(2, stream))];
        var leftOut = LinearBaseline.LeaveOneOut(new(points, [.. points.Select(x => (2 * x[0]) - x[1])], [0, 1]))!;
        leftOut.RootMeanSquare(new(0, 1)).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void LeaveOneOut_OfTooFew_IsNone() => LinearBaseline.LeaveOneOut(Samples.Data(5, 2, 1)).ShouldBeNull();
}
