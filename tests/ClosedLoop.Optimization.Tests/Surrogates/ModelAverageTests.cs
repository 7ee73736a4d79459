namespace ClosedLoop.Optimization.Tests;

public sealed class ModelAverageTests
{
    [Fact]
    public void Of_ARoughTable_AveragesBoth()
    {
        var average = ModelAverage.Of(Process(x => (x[0] < 0.5 ? 1 : 0) + (x[1] < 0.3 ? 2 : 0), 0.2), 1);
        average.Name.ShouldBe("gp-matern52-ard+forest");
        average.HyperParameters["forest.share"].ShouldBeInRange(0.1, 0.95);
        average.LeaveOneOut().Coverage(0.95).ShouldBeGreaterThan(0.85);
    }

    [Fact]
    public void Of_ASmoothFunctionWithoutNoise_LeavesTheForestOut() =>
        ModelAverage.Of(Process(x => Math.Sin(3 * x[0]) + x[1], 0), 1).Name.ShouldBe("gp-matern52-ard");

    [Fact]
    public void Posterior_HasTheMomentsOfTheMixtureAndTheirGradient()
    {
        var process = Process(x => x[0] < 0.5 ? 1 : 0, 0.2);
        var forest = RandomForest.Fit(process.Data, 1);
        var posterior = new AveragePosterior(process.Posterior, forest, 0.4, 1);
        double[] point = [0.31, 0.62];
        double[] means = [0];
        double[] alone = [0];
        var at = posterior.Scratch();
        var deviation = posterior.Predict(point, means, at);
        var own = process.Posterior.Predict(point, alone, process.Posterior.Scratch());
        var tree = forest.Predict(point);
        means[0].ShouldBe((0.6 * alone[0]) + (0.4 * tree.Mean), 1e-12);
        var second = (0.6 * ((own * own) + (alone[0] * alone[0]))) + (0.4 * ((tree.Deviation * tree.Deviation) + (tree.Mean * tree.Mean)));
        deviation.ShouldBe(Math.Sqrt(second - (means[0] * means[0])), 1e-9);
        var gradient = new double[2];
        posterior.Gradient(at, [0.7], -1.3, gradient);
        for (var d = 0; d < 2; d++)
        {
            gradient[d].ShouldBe(
                Textbook.CentralDifference(
                    x =>
                    {
                        var moved = (double[])point.Clone();
                        moved[d] = x;
                        var mean = new double[1];
                        var s = posterior.Predict(moved, mean, posterior.Scratch());
                        return (0.7 * mean[0]) - (1.3 * s);
                    },
                    point[d],
                    1e-7),
                1e-5);
        }
    }

    private static GaussianProcess Process(Func<double[], double> f, double noise)
    {
        var stream = Samples.Stream(8);
        double[][] points = [.. Enumerable.Range(0, 60).Select(_ => Samples.Point(2, stream))];
        return Samples.Fit(new(points, [.. points.Select(x => f(x) + (noise * stream.NextNormal()))], [0, 1]));
    }
}
