namespace ClosedLoop.Optimization.Tests;

public sealed class BoundedLbfgsTests
{
    [Fact]
    public void Minimize_RosenbrockInWideBox_FindsItsMinimum()
    {
        double[] x = [-1.2, 1];
        new BoundedLbfgs([-5, -5], [5, 5]) { MaximumSteps = 500, ValueTolerance = 1e-16, GradientTolerance = 1e-8 }.Minimize(x, Rosenbrock).ShouldBeLessThan(1e-10);
        x[0].ShouldBe(1, 1e-4);
        x[1].ShouldBe(1, 1e-4);
    }

    [Fact]
    public void Minimize_RosenbrockWithActiveBound_FindsTheConstrainedMinimum()
    {
        // With x ≤ 0.5 the minimum is (0.5, 0.25), value 0.25.
        double[] x = [-1.2, 1];
        new BoundedLbfgs([-2, -2], [0.5, 2]) { MaximumSteps = 500, ValueTolerance = 1e-16, GradientTolerance = 1e-8 }.Minimize(x, Rosenbrock).ShouldBe(0.25, 1e-8);
        x[0].ShouldBe(0.5, 1e-9);
        x[1].ShouldBe(0.25, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Minimize_SeparableQuadraticInBox_ClampsItsCenter(int seed)
    {
        var stream = Samples.Stream(seed);
        var center = Enumerable.Range(0, 12).Select(_ => 3 * stream.NextNormal()).ToArray();
        var scale = Enumerable.Range(0, 12).Select(_ => Math.Exp(2 * stream.NextNormal())).ToArray();
        var x = new double[12];
        var search = new BoundedLbfgs([.. Enumerable.Repeat(-1.0, 12)], [.. Enumerable.Repeat(1.0, 12)]) { ValueTolerance = 1e-16, GradientTolerance = 1e-9 };
        search.Minimize(x, (point, gradient) =>
        {
            var sum = 0.0;
            for (var i = 0; i < point.Length; i++)
            {
                sum += scale[i] * (point[i] - center[i]) * (point[i] - center[i]);
                gradient[i] = 2 * scale[i] * (point[i] - center[i]);
            }

            return sum;
        });
        for (var i = 0; i < x.Length; i++)
        {
            x[i].ShouldBe(Math.Clamp(center[i], -1, 1), 1e-5);
        }
    }

    [Fact]
    public void Minimize_WhereValuesAreInfinite_StaysOutside()
    {
        double[] x = [0.9];
        var value = new BoundedLbfgs([0], [1]).Minimize(x, (point, gradient) =>
        {
            gradient[0] = 1;
            return point[0] < 0.3 ? double.PositiveInfinity : point[0];
        });
        value.ShouldBeGreaterThanOrEqualTo(0.3);
        value.ShouldBeLessThan(0.31);
    }

    /// <summary>Truth: the minimum of a quadratic is its centre, and curvature that is known leaves nothing to learn.</summary>
    [Fact]
    public void Minimize_WithTheCurvatureOfAFunctionLikeIt_NeedsFewerEvaluations()
    {
        double[] scales = [1, 4, 20, 90, 400];
        double[] center = [0.3, -0.2, 0.5, 0.1, -0.4];
        var evaluations = 0;
        BoundedLbfgs.Objective Bowl(double size) => (point, gradient) =>
        {
            evaluations++;
            var sum = 0.0;
            for (var i = 0; i < point.Length; i++)
            {
                var apart = point[i] - center[i];
                sum += size * scales[i] * apart * apart;
                gradient[i] = 2 * size * scales[i] * apart;
            }

            return sum;
        };

        int Needed(Curvature known, double size, out Curvature learnt)
        {
            evaluations = 0;
            double[] x = [-0.9, 0.9, -0.9, 0.9, 0.9];
            var search = new BoundedLbfgs([-1, -1, -1, -1, -1], [1, 1, 1, 1, 1]) { ValueTolerance = 0, GradientTolerance = 1e-7, Curvature = known };
            search.Minimize(x, Bowl(size));
            x.Zip(center).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-6);
            learnt = search.Curvature;
            return evaluations;
        }

        Needed(Curvature.None, 1, out var curvature);
        var without = Needed(Curvature.None, 50, out _);
        Needed(curvature.Times(50), 50, out _).ShouldBeLessThan(without / 2);
    }

    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var a = x[1] - (x[0] * x[0]);
        gradient[0] = (-400 * x[0] * a) - (2 * (1 - x[0]));
        gradient[1] = 200 * a;
        return (100 * a * a) + ((1 - x[0]) * (1 - x[0]));
    }
}
