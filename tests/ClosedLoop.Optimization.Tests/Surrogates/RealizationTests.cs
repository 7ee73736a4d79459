namespace ClosedLoop.Optimization.Tests;

public sealed class RealizationTests
{
    private static readonly GaussianProcessParameters Parameters = new([0.4, 0.7], 1.3, 0.2, 0.2);

    [Fact]
    public void Realize_DrawsHaveThePosteriorsMeansAndCovariance()
    {
        const int draws = 20_000;
        var data = Samples.Data(7, 2, 5);
        var realized = Samples.Posterior(data, Parameters).Realize(draws, Samples.Stream(2));
        var means = new double[7 * draws];
        realized.Predict(data.Points, means, new double[7]);
        for (var i = 0; i < 7; i++)
        {
            var (mean, variance) = Textbook.Predict(data, Parameters, data.Points[i]);
            var own = means.AsSpan(i * draws, draws).ToArray();
            own.Average().ShouldBe(mean, 5 * Math.Sqrt(variance / draws) + 1e-4);
            own.Average(value => Math.Pow(value - mean, 2)).ShouldBe(variance, 0.05 * variance);
        }

        // Covariance of the first two from the dense formula.
        double[] k = [.. data.Points.Select(x => Textbook.Matern(x, data.Points[0], Parameters.LengthScales, data.Groups, Parameters.SignalVariance))];
        double[] l = [.. data.Points.Select(x => Textbook.Matern(x, data.Points[1], Parameters.LengthScales, data.Groups, Parameters.SignalVariance))];
        var expected = k[1] - k.Zip(Textbook.Solve(Textbook.Covariance(data, Parameters), l), (a, b) => a * b).Sum();
        var (first, second) = (means[..draws].Average(), means[draws..(2 * draws)].Average());
        Enumerable.Range(0, draws).Average(m => (means[m] - first) * (means[draws + m] - second)).ShouldBe(expected, 0.01);
    }

    [Fact]
    public void NoisyImprovement_EqualsMonteCarloOverTheIncumbents()
    {
        var data = Samples.Data(5, 2, 6);
        var stream = Samples.Stream(3);
        double[] point = [0.4, 0.3];
        var value = Math.Exp(new ImprovementPlan(Samples.Posterior(data, Parameters).Realize(2000, stream), data.Points, null, stream).Acquisition().Evaluate(point, new double[2]));

        // Latent values at the data and the point drawn jointly, from a dense factor.
        double[][] all = [.. data.Points, point];
        var covariance = Textbook.Covariance(data, Parameters);
        var posterior = new double[6, 6];
        var mean = new double[6];
        var kernels = all.Select(a => data.Points.Select(x => Textbook.Matern(x, a, Parameters.LengthScales, data.Groups, Parameters.SignalVariance)).ToArray()).ToArray();
        for (var i = 0; i < 6; i++)
        {
            var solved = Textbook.Solve(covariance, kernels[i]);
            mean[i] = Textbook.Predict(data, Parameters, all[i]).Mean;
            for (var j = 0; j < 6; j++)
            {
                posterior[i, j] = Textbook.Matern(all[i], all[j], Parameters.LengthScales, data.Groups, Parameters.SignalVariance)
                    - kernels[j].Zip(solved, (a, b) => a * b).Sum() + (i == j ? 1e-9 : 0);
            }
        }

        var root = Textbook.Cholesky(posterior);
        var sum = 0.0;
        const int count = 200_000;
        for (var draw = 0; draw < count; draw++)
        {
            var z = Enumerable.Range(0, 6).Select(_ => stream.NextNormal()).ToArray();
            var f = Enumerable.Range(0, 6).Select(i => mean[i] + Enumerable.Range(0, i + 1).Sum(j => root[i, j] * z[j])).ToArray();
            sum += Math.Max(0, f[..5].Min() - f[5]) / count;
        }

        value.ShouldBe(sum, 0.06 * sum);
    }
}
