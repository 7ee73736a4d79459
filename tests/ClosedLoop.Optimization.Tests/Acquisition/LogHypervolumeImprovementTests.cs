namespace ClosedLoop.Optimization.Tests;

public sealed class LogHypervolumeImprovementTests
{
    private static readonly GaussianProcessParameters Parameters = new([0.4, 0.7], 1.3, 1e-6, 0.2);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Value_EqualsMonteCarloOfTheVolumeGained(int objectives)
    {
        var stream = Samples.Stream(objectives);
        var (posteriors, _) = Posteriors(objectives, 6);
        double[][] front = [.. Enumerable.Range(0, 4).Select(_ => Samples.Point(objectives, stream))];
        double[] reference = [.. Enumerable.Repeat(1.2, objectives)];
        var acquisition = new LogHypervolumeImprovement("logEHVI", posteriors, [new BoxDecomposition(front, reference)]);
        double[] point = [0.3, 0.8];
        var value = Math.Exp(acquisition.Evaluate(point, new double[2]));
        acquisition.Score([point])[0].ShouldBe(Math.Log(value), 1e-8);

        // A uniform point below the reference, from a floor that the posterior hardly reaches, is gained when the draw dominates it and the front does not.
        const double floor = -6;
        const int count = 2_000_000;
        var gained = 0;
        var means = new double[1];
        var moments = posteriors.Select(posterior => (Deviation: posterior.Predict(point, means, posterior.Scratch()), Mean: means[0])).ToArray();
        var draw = new double[objectives];
        var at = new double[objectives];
        for (var i = 0; i < count; i++)
        {
            for (var o = 0; o < objectives; o++)
            {
                draw[o] = moments[o].Mean + (moments[o].Deviation * stream.NextNormal());
                at[o] = floor + ((1.2 - floor) * stream.NextUniform());
            }

            if (Covers(draw, at) && !Array.Exists(front, other => Covers(other, at)))
            {
                gained++;
            }
        }

        var expected = gained / (double)count * Math.Pow(1.2 - floor, objectives);
        value.ShouldBe(expected, 5 * expected / Math.Sqrt(gained));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void Gradient_WithAndWithoutPending_EqualsFiniteDifferences(int objectives, int pending)
    {
        var stream = Samples.Stream(20 + objectives);
        var (posteriors, points) = Posteriors(objectives, 9);
        var plan = new HypervolumePlan(posteriors, points, stream);
        for (var p = 0; p < pending; p++)
        {
            plan.Pend(Samples.Point(2, stream));
        }

        var acquisition = plan.Acquisition();
        foreach (var point in new double[][] { [0.3, 0.8], [0.05, 0.4], [0.9, 0.1] })
        {
            var gradient = new double[2];
            acquisition.Evaluate(point, gradient);
            for (var d = 0; d < 2; d++)
            {
                var difference = Textbook.CentralDifference(
                    x =>
                    {
                        var moved = (double[])point.Clone();
                        moved[d] = x;
                        return acquisition.Evaluate(moved, new double[2]);
                    },
                    point[d],
                    1e-6);
                gradient[d].ShouldBe(difference, 1e-3 * Math.Max(1, Math.Abs(difference)));
            }
        }
    }

    [Fact]
    public void Value_FarBehindTheFront_StaysFiniteWithASlope()
    {
        var (posteriors, points) = Posteriors(2, 9);
        var acquisition = new LogHypervolumeImprovement("logEHVI", posteriors, [new BoxDecomposition([[-50, -40], [-40, -50]], [-30, -30])]);
        var gradient = new double[2];
        var value = acquisition.Evaluate([0.4, 0.4], gradient);
        value.ShouldBeLessThan(-200);
        double.IsFinite(value).ShouldBeTrue();
        gradient.ShouldAllBe(slope => double.IsFinite(slope));
        gradient.ShouldContain(slope => slope != 0);
        points.ShouldNotBeEmpty();
    }

    [Fact]
    public void Plan_WithAPendingTrial_LosesInterestInItsNeighbourhood()
    {
        var (posteriors, points) = Posteriors(2, 9);
        var plan = new HypervolumePlan(posteriors, points, Samples.Stream(1));
        double[] point = [0.35, 0.75];
        var before = plan.Acquisition().Evaluate(point, new double[2]);
        plan.Pend(point);
        plan.Acquisition().Evaluate(point, new double[2]).ShouldBeLessThan(before - 2);
    }

    private static bool Covers(double[] a, double[] b)
    {
        for (var o = 0; o < a.Length; o++)
        {
            if (a[o] > b[o])
            {
                return false;
            }
        }

        return true;
    }

    private static (IPosterior[] Posteriors, IReadOnlyList<double[]> Points) Posteriors(int objectives, int count)
    {
        var points = Samples.Data(count, 2, 31).Points;
        return ([.. Enumerable.Range(0, objectives).Select(o =>
            Samples.Posterior(new(points, [.. points.Select(x => Math.Cos((3 * x[o % 2]) + o) + (0.3 * x[0]))], [0, 1]), Parameters))], points);
    }
}
