namespace ClosedLoop.Optimization.Tests;

public sealed class JointLikelihoodTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(9, 2, 2)]
    [InlineData(23, 3, 3)]
    [InlineData(41, 4, 4)]
    public void Gradient_OfCoregionalization_EqualsFiniteDifferences(int count, int sources, int seed) =>
        Check(new JointLikelihood(JointSamples.Data(count, 3, sources, seed), new Coregionalization(sources, sources - 1), (KernelFamily)(seed % 3)), seed);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(9, 3)]
    [InlineData(41, 4)]
    public void Gradient_OfATreeOfDiscrepancies_EqualsFiniteDifferences(int count, int seed) =>
        Check(new JointLikelihood(JointSamples.Data(count, 3, 4, seed, [0, 1, 1]), JointSamples.Tree, (KernelFamily)(seed % 3)), seed);

    [Fact]
    public void Value_EqualsTheDenseFormula()
    {
        var data = JointSamples.Data(15, 3, 4, 5);
        var likelihood = new JointLikelihood(data, JointSamples.Tree, KernelFamily.Matern52);
        var stream = Samples.Stream(8);
        likelihood.Evaluate([.. likelihood.Priors.Select(prior => prior.Mode + (0.3 * stream.NextNormal()))], []);
        var p = likelihood.Parameters;
        var covariance = JointSamples.Covariance(data, p);
        var residual = data.Values.Select((y, i) => y - p.Means[data.Sources[i]]).ToArray();
        var alpha = Textbook.Solve(covariance, residual);
        var factor = Textbook.Cholesky(covariance);
        var expected = (-0.5 * residual.Zip(alpha, (a, b) => a * b).Sum()) - Enumerable.Range(0, 15).Sum(i => Math.Log(factor[i, i])) - (7.5 * Math.Log(2 * Math.PI));
        likelihood.LogLikelihood.ShouldBe(expected, 1e-9);

        // Each mean is where likelihood and its own prior balance: Σ α of its source = mean / width².
        for (var s = 0; s < 4; s++)
        {
            data.Of(s).Sum(i => alpha[i]).ShouldBe(p.Means[s] / (GaussianProcessPriors.MeanWidth * GaussianProcessPriors.MeanWidth), 1e-9);
        }
    }

    private static void Check(JointLikelihood likelihood, int seed)
    {
        var stream = Samples.Stream(seed);
        for (var trial = 0; trial < 3; trial++)
        {
            var x = likelihood.Priors.Select(prior => prior.Mode + (0.7 * stream.NextNormal())).ToArray();
            var gradient = new double[x.Length];
            likelihood.Evaluate(x, gradient);
            for (var p = 0; p < x.Length; p++)
            {
                var difference = Textbook.CentralDifference(
                    value =>
                    {
                        var moved = (double[])x.Clone();
                        moved[p] = value;
                        return likelihood.Evaluate(moved, []);
                    },
                    x[p],
                    1e-5);
                gradient[p].ShouldBe(difference, 1e-5 * Math.Max(1, Math.Abs(difference)), $"parameter {p}");
            }
        }
    }
}
