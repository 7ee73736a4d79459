namespace ClosedLoop.Optimization.Tests;

/// <summary>What holds of every posterior.</summary>
internal static class PosteriorChecks
{
    /// <summary>The gradient of a sum of mean and deviation equals finite differences; batch and single predictions agree.</summary>
    public static void Gradient(IPosterior posterior, double[] point)
    {
        double Value(double[] x)
        {
            var mean = new double[posterior.Scenarios];
            var deviation = posterior.Predict(x, mean, posterior.Scratch());
            return (0.7 * mean[0]) - (1.3 * deviation);
        }

        var at = posterior.Scratch();
        var means = new double[posterior.Scenarios];
        var single = posterior.Predict(point, means, at);
        var weights = new double[posterior.Scenarios];
        weights[0] = 0.7;
        var gradient = new double[point.Length];
        posterior.Gradient(at, weights, -1.3, gradient);
        for (var d = 0; d < point.Length; d++)
        {
            var difference = Textbook.CentralDifference(
                value =>
                {
                    var moved = (double[])point.Clone();
                    moved[d] = value;
                    return Value(moved);
                },
                point[d],
                1e-6);
            gradient[d].ShouldBe(difference, 1e-5 * Math.Max(1, Math.Abs(difference)));
        }

        var (together, deviations) = (new double[posterior.Scenarios], new double[1]);
        posterior.Predict([point], together, deviations);
        together[0].ShouldBe(means[0], 1e-9);
        deviations[0].ShouldBe(single, 1e-7);
    }
}
