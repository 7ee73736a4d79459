namespace ClosedLoop.Optimization.Tests;

public sealed class LaplaceApproximationTests
{
    private static readonly double[] Logarithms = [Math.Log(0.5), Math.Log(0.8), Math.Log(1.7)];

    [Fact]
    public void Gradient_EqualsFiniteDifferences()
    {
        var laplace = new LaplaceApproximation(Labels(24, 3), 0.4);
        var gradient = new double[3];
        laplace.Evaluate(Logarithms, gradient);
        for (var p = 0; p < 3; p++)
        {
            var difference = Textbook.CentralDifference(
                x =>
                {
                    var moved = (double[])Logarithms.Clone();
                    moved[p] = x;
                    return laplace.Evaluate(moved, []);
                },
                Logarithms[p],
                1e-4);
            gradient[p].ShouldBe(difference, 1e-4 * Math.Max(1, Math.Abs(difference)));
        }
    }

    /// <summary>At the mode the prior pulls as hard as the data: K⁻¹ f = ∇ log p, the system solved densely.</summary>
    [Fact]
    public void Mode_IsWhereTheLogPosteriorIsFlat()
    {
        var data = Labels(15, 5);
        const double mean = -0.3;
        var laplace = new LaplaceApproximation(data, mean);
        laplace.Evaluate(Logarithms, []);
        var pull = Textbook.Solve(Textbook.Covariance(data, LaplaceApproximation.Parameters(Logarithms, mean) with { NoiseVariance = 1e-12 }), laplace.Mode);
        for (var i = 0; i < data.Count; i++)
        {
            var z = data.Values[i] * (mean + laplace.Mode[i]);
            pull[i].ShouldBe(data.Values[i] * NormalDistribution.Density(z) / NormalDistribution.Cumulative(z), 1e-5);
        }
    }

    /// <summary>Two observations: evidence and prediction by quadrature over the latent values. The approximation is good to a few percent, and timid rather than bold.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, -1)]
    [InlineData(-1, -1)]
    public void TwoObservations_EvidenceAndPrediction_AreNearTheExactIntegrals(int first, int second)
    {
        var data = new TrainingData([[0.2, 0.3], [0.5, 0.4]], [first, second], [0, 1]);
        double[] point = [0.35, 0.6];
        const double mean = 0.2;
        var parameters = LaplaceApproximation.Parameters(Logarithms, mean);
        double[][] all = [.. data.Points, point];
        var root = Textbook.Cholesky(Textbook.Covariance(new(all, [0, 0, 0], [0, 1]), parameters with { NoiseVariance = 1e-9 }));
        double evidence = 0, success = 0;
        Over((z0, w0) => Over((z1, w1) =>
        {
            var (f0, f1) = (mean + (root[0, 0] * z0), mean + (root[1, 0] * z0) + (root[1, 1] * z1));
            var likely = w0 * w1 * NormalDistribution.Cumulative(first * f0) * NormalDistribution.Cumulative(second * f1);
            evidence += likely;
            Over((z2, w2) => success += likely * w2 * NormalDistribution.Cumulative(mean + (root[2, 0] * z0) + (root[2, 1] * z1) + (root[2, 2] * z2)));
        }));

        Math.Exp(new LaplaceApproximation(data, mean).Evaluate(Logarithms, [])).ShouldBe(evidence, 0.04 * evidence);
        var factor = new ProbabilityFactor(SuccessClassifier.Posterior(data, mean, Logarithms), 1, 0, null);
        Math.Exp(factor.Score([point])[0]).ShouldBe(success / evidence, 0.04);
    }

    private static void Over(Action<double, double> body)
    {
        const int steps = 80;
        for (var i = 0; i < steps; i++)
        {
            var z = -6 + (12 * (i + 0.5) / steps);
            body(z, NormalDistribution.Density(z) * 12 / steps);
        }
    }

    private static TrainingData Labels(int count, int seed)
    {
        var data = Samples.Data(count, 2, seed);
        return data with { Values = [.. data.Values.Select(value => value > 0.6 ? 1.0 : -1.0)] };
    }
}
