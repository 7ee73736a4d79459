namespace ClosedLoop.Optimization.Tests;

public sealed class MarginalLikelihoodTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 2, 2)]
    [InlineData(23, 3, 3)]
    [InlineData(40, 6, 4)]
    public void Gradient_EqualsFiniteDifferences(int count, int dimension, int seed)
    {
        var likelihood = new MarginalLikelihood(Samples.Data(count, dimension, seed), (KernelFamily)(seed % 3));
        Check(likelihood, seed);
    }

    [Fact]
    public void Gradient_WithSharedLengthScales_EqualsFiniteDifferences() =>
        Check(new MarginalLikelihood(Samples.Data(17, 4, 9, [0, 1, 1, 1]), KernelFamily.Matern52), 9);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Gradient_OfEveryForm_EqualsFiniteDifferences(bool adds, bool warps)
    {
        var data = Mixed();
        var noises = Enumerable.Range(0, data.Count).Select(i => i % 3 == 0 ? 0.04 * (1 + i) : double.NaN);
        Check(new MarginalLikelihood(data with { Variances = [.. noises] }, KernelFamily.Matern52) { Form = new(KernelFamily.Matern32) { Adds = adds, Warps = warps } }, 3);
    }

    // k = s² (w κ ρ + (1 − w)/2 (κ + ρ)), summed up the slow way.
    [Fact]
    public void Value_OfAMixedForm_EqualsTheDenseFormula()
    {
        var data = Mixed();
        var likelihood = new MarginalLikelihood(data, KernelFamily.Matern52) { Form = new(KernelFamily.Matern52) { Adds = true } };
        double[] logs = [-0.5, 0.2, -0.3, 0.4, 0.3, -4];
        likelihood.Evaluate(logs, []);
        var share = 1 / (1 + Math.Exp(-0.4));
        var covariance = new double[data.Count, data.Count];
        for (var i = 0; i < data.Count; i++)
        {
            for (var j = 0; j < data.Count; j++)
            {
                var (a, b) = (data.Points[i], data.Points[j]);
                var kappa = Textbook.Matern([a[0], a[1]], [b[0], b[1]], [Math.Exp(-0.5), Math.Exp(0.2)], [0, 1], 1);
                var rho = a.AsSpan(2).SequenceEqual(b.AsSpan(2)) ? 1 : Math.Exp(-0.5 * Math.Exp(0.6));
                covariance[i, j] = (Math.Exp(0.3) * ((share * kappa * rho) + ((1 - share) / 2 * (kappa + rho)))) + (i == j ? Math.Exp(-4) : 0);
            }
        }

        var residual = data.Values.Select(y => y - likelihood.Mean).ToArray();
        var alpha = Textbook.Solve(covariance, residual);
        var factor = Textbook.Cholesky(covariance);
        var expected = (-0.5 * residual.Zip(alpha, (a, b) => a * b).Sum()) - Enumerable.Range(0, data.Count).Sum(i => Math.Log(factor[i, i])) - (0.5 * data.Count * Math.Log(2 * Math.PI));
        likelihood.LogLikelihood.ShouldBe(expected, 1e-8);
        var posterior = likelihood.Posterior(logs, OutputTransform.Identity);
        PosteriorChecks.Gradient(posterior, [0.31, 0.7, Math.Sqrt(0.5), 0, 0]);
    }

    private static TrainingData Mixed()
    {
        var data = Samples.Data(21, 2, 7);
        var set = Math.Sqrt(0.5);
        return new([.. data.Points.Select((x, i) => (double[])[.. x, i % 3 == 0 ? set : 0, i % 3 == 1 ? set : 0, i % 3 == 2 ? set : 0])], data.Values, [0, 1, 2, 2, 2])
        {
            Nominal = [false, false, true],
        };
    }

    [Fact]
    public void Value_EqualsTheDenseFormula()
    {
        var data = Samples.Data(15, 3, 5);
        var likelihood = new MarginalLikelihood(data, KernelFamily.Matern52);
        double[] logs = [-0.5, 0.2, -1, 0.3, -4];
        likelihood.Evaluate(logs, []);
        var p = new GaussianProcessParameters([.. logs.Take(3).Select(Math.Exp)], Math.Exp(0.3), Math.Exp(-4), likelihood.Mean);
        var covariance = Textbook.Covariance(data, p);
        var residual = data.Values.Select(y => y - p.Mean).ToArray();
        var alpha = Textbook.Solve(covariance, residual);
        var factor = Textbook.Cholesky(covariance);
        var expected = (-0.5 * residual.Zip(alpha, (a, b) => a * b).Sum()) - Enumerable.Range(0, 15).Sum(i => Math.Log(factor[i, i])) - (7.5 * Math.Log(2 * Math.PI));
        likelihood.LogLikelihood.ShouldBe(expected, 1e-9);

        // The mean is where likelihood and its own prior balance: Σ α = mean / width².
        alpha.Sum().ShouldBe(p.Mean / (GaussianProcessPriors.MeanWidth * GaussianProcessPriors.MeanWidth), 1e-9);
    }

    private static void Check(MarginalLikelihood likelihood, int seed)
    {
        var stream = Samples.Stream(seed);
        for (var trial = 0; trial < 3; trial++)
        {
            var x = Enumerable.Range(0, likelihood.ParameterCount).Select(_ => stream.NextNormal()).ToArray();
            x[^1] -= 3;
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
                gradient[p].ShouldBe(difference, 1e-5 * Math.Max(1, Math.Abs(difference)));
            }
        }
    }
}
