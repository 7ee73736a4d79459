using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class PolynomialRegressionTests
{
    private static readonly SurrogateChoice Auto = new(SurrogateKind.Auto, false, true);

    [Fact]
    public void LeaveOneOut_OfAPlane_PredictsIt()
    {
        var stream = Samples.Stream(1);
        double[][] points = [.. Enumerable.Range(0, 30).Select(_ => Samples.Point(2, stream))];
        var fit = PolynomialRegression.Fit(new(points, [.. points.Select(x => (2 * x[0]) - x[1])], [0, 1]), new(0, 1), 1);
        fit.LeaveOneOut().RootMeanSquare(new(0, 1)).ShouldBeLessThan(1e-3);
    }

    // The same fit without each observation, its hyper-parameters kept: coefficients by Gaussian elimination of the normal equations.
    [Fact]
    public void LeaveOneOut_ClosedForm_EqualsLeavingEachOut()
    {
        var data = Samples.Data(20, 2, 3);
        var fit = PolynomialRegression.Fit(data, new(0, 1), 2);
        var ridge = fit.HyperParameters["ridge"];
        var leftOut = fit.LeaveOneOut();
        for (var i = 0; i < data.Count; i++)
        {
            int[] others = [.. Enumerable.Range(0, data.Count).Where(j => j != i)];
            var normal = new double[6, 6];
            var right = new double[6];
            foreach (var j in others)
            {
                var terms = Terms(data.Points[j]);
                for (var a = 0; a < 6; a++)
                {
                    right[a] += terms[a] * data.Values[j];
                    for (var b = 0; b < 6; b++)
                    {
                        normal[a, b] += terms[a] * terms[b];
                    }
                }
            }

            for (var a = 0; a < 6; a++)
            {
                normal[a, a] += a == 0 ? 1e-6 : ridge;
            }

            var at = Terms(data.Points[i]);
            leftOut.Means[i].ShouldBe(Textbook.Solve(normal, right).Zip(at, (c, t) => c * t).Sum(), 1e-7);
            var variance = fit.NoiseVariance * (1 + Textbook.Solve(normal, at).Zip(at, (c, t) => c * t).Sum());
            leftOut.Deviations[i].ShouldBe(Math.Sqrt(variance), 1e-7);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Posterior_HasItsGradient_AndKeepsItWhenConditioned(int degree)
    {
        var posterior = PolynomialRegression.Fit(Samples.Data(25, 3, 4), new(0, 1), degree).Posterior;
        PosteriorChecks.Gradient(posterior, [0.2, 0.9, 0.4]);
        var conditioned = posterior.Condition([0.5, 0.1, 0.7], [1.5, -0.5]);
        PosteriorChecks.Gradient(conditioned, [0.2, 0.9, 0.4]);
        var means = new double[2];
        conditioned.Predict([0.5, 0.1, 0.7], means, conditioned.Scratch()).ShouldBeLessThan(1e-3);
        means[0].ShouldBe(1.5, 1e-3);
        means[1].ShouldBe(-0.5, 1e-3);
    }

    [Fact]
    public void Auto_OfANoisyParaboloid_TakesThePolynomial()
    {
        // Noise as large as the signal, where a process of a wrong form wavers and the right form does not.
        var stream = Samples.Stream(8);
        double[][] points = [.. Enumerable.Range(0, 300).Select(_ => Samples.Point(3, stream))];
        double[] values = [.. points.Select(x => Math.Pow(x[0] - 0.3, 2) + (x[1] * x[2]) + (0.3 * stream.NextNormal()))];
        var rough = GaussianProcess.At(new(points, values, [0, 1, 2]), new([0.1, 0.1, 0.1], 1, 0.05, 0.4));
        Auto.Of(rough, 1).Name.ShouldBe("polynomial");
    }

    [Fact]
    public void Auto_OfAWavySurface_KeepsTheProcess()
    {
        var chosen = Auto.Of(Process(x => Math.Sin(9 * x[0]) * Math.Cos(7 * x[1]), 0.05), 1);
        chosen.ShouldBeOfType<GaussianProcess>();
        chosen.Reason.ShouldContain("polynomial");
    }

    [Theory]
    [InlineData(SurrogateKind.Forest, "forest")]
    [InlineData(SurrogateKind.Linear, "linear")]
    [InlineData(SurrogateKind.Polynomial, "polynomial")]
    [InlineData(SurrogateKind.GaussianProcess, "gp-matern52-ard")]
    public void Of_ADemandedKind_GivesThat(SurrogateKind kind, string name) =>
        (Auto with { Kind = kind }).Of(Process(x => Math.Sin(9 * x[0]), 0.05), 1).Name.ShouldBe(name);

    private static double[] Terms(double[] x)
    {
        var (a, b) = ((2 * x[0]) - 1, (2 * x[1]) - 1);
        return [1, a, b, a * a, a * b, b * b];
    }

    private static GaussianProcess Process(Func<double[], double> f, double noise)
    {
        var stream = Samples.Stream(8);
        double[][] points = [.. Enumerable.Range(0, 60).Select(_ => Samples.Point(2, stream))];
        return Samples.Fit(new(points, [.. points.Select(x => f(x) + (noise * stream.NextNormal()))], [0, 1]));
    }
}
