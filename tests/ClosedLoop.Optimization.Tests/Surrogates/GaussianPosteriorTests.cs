namespace ClosedLoop.Optimization.Tests;

public sealed class GaussianPosteriorTests
{
    private static readonly GaussianProcessParameters Parameters = new([0.3, 0.9, 0.5], 1.7, 0.003, -0.1);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(29)]
    public void Predict_OneByOneAndInBulk_EqualsTheDenseFormula(int count)
    {
        var data = Samples.Data(count, 3, count);
        var posterior = Samples.Posterior(data, Parameters);
        var stream = Samples.Stream(1);
        double[][] points = [.. Enumerable.Range(0, 70).Select(_ => Samples.Point(3, stream))];
        var means = new double[70];
        var deviations = new double[70];
        posterior.Predict(points, means, deviations);
        var mean = new double[1];
        for (var i = 0; i < points.Length; i++)
        {
            var truth = Textbook.Predict(data, Parameters, points[i]);
            means[i].ShouldBe(truth.Mean, 1e-9);
            deviations[i].ShouldBe(Math.Sqrt(truth.Variance), 1e-7);
            posterior.Predict(points[i], mean, posterior.Scratch()).ShouldBe(deviations[i], 1e-8);
            mean[0].ShouldBe(means[i], 1e-9);
        }
    }

    [Fact]
    public void Condition_OnAValue_EqualsAPosteriorWithThatObservation()
    {
        var data = Samples.Data(11, 3, 2);
        var stream = Samples.Stream(7);
        var point = Samples.Point(3, stream);
        var conditioned = Samples.Posterior(data, Parameters).Condition(point, [0.7, -0.4]);
        var at = Samples.Point(3, stream);
        var means = new double[2];
        var deviation = conditioned.Predict(at, means, conditioned.Scratch());
        for (var scenario = 0; scenario < 2; scenario++)
        {
            // Nearly exact: all observations noisy as before, the added one repeated many times stands for a noise-free one.
            var noise = new double[12];
            Array.Fill(noise, Parameters.NoiseVariance);
            noise[11] = 1e-8 * Parameters.SignalVariance;
            var all = new TrainingData([.. data.Points, point], [.. data.Values, scenario == 0 ? 0.7 : -0.4], data.Groups);
            var covariance = Textbook.Covariance(all, Parameters with { NoiseVariance = 0 });
            for (var i = 0; i < 12; i++)
            {
                covariance[i, i] += noise[i];
            }

            var k = all.Points.Select(x => Textbook.Matern(x, at, Parameters.LengthScales, all.Groups, Parameters.SignalVariance)).ToArray();
            var alpha = Textbook.Solve(covariance, [.. all.Values.Select(y => y - Parameters.Mean)]);
            means[scenario].ShouldBe(Parameters.Mean + k.Zip(alpha, (a, b) => a * b).Sum(), 1e-7);
            var explained = k.Zip(Textbook.Solve(covariance, k), (a, b) => a * b).Sum();
            deviation.ShouldBe(Math.Sqrt(Parameters.SignalVariance - explained), 1e-6);
        }
    }
}
