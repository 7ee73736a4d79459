using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class OutputPosteriorTests
{
    private static readonly SearchSpace Space = new()
    {
        Parameters = [new ContinuousParameter { Name = "x", Lower = 0, Upper = 10 }, new ContinuousParameter { Name = "y", Lower = 0, Upper = 1 }],
    };

    /// <summary>The truth is the posterior in closed form (Rasmussen and Williams 2006, 2.25 and 2.26), which draws must have as their mean and deviation.</summary>
    [Fact]
    public void Draw_OverManySeeds_HasMeanAndDeviationOfThePosterior()
    {
        var posterior = Fit(0.1);
        const int draws = 600;
        foreach (var at in new[] { Point(2.5, 0.5), Point(6, 0.1), Point(9.9, 0.95) })
        {
            var values = Enumerable.Range(1, draws).Select(seed => posterior.Draw((ulong)seed)(at)).ToList();
            var (mean, deviation) = posterior.Predict(at);
            var spread = Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (draws - 1));

            // Four standard errors of a mean; a deviation of 600 draws is known to about 3 %, and features add about as much.
            values.Average().ShouldBe(mean, 4.5 * deviation / Math.Sqrt(draws));
            spread.ShouldBe(deviation, 0.15 * deviation);
        }
    }

    [Fact]
    public void Draw_AskedAgainInAnotherOrder_IsTheSameFunction()
    {
        var posterior = Fit(0.1);
        var (a, b) = (posterior.Draw(7), posterior.Draw(7));
        var places = Enumerable.Range(0, 20).Select(i => Point(i / 2.0, i / 20.0)).ToList();

        places.Select(a).ToList().ShouldBe([.. Enumerable.Reverse(Enumerable.Reverse(places).Select(b).ToList())]);
        posterior.Draw(8)(places[3]).ShouldNotBe(a(places[3]));
    }

    [Fact]
    public void Fit_ToNoisyMeasurements_FindsTheNoise() => Fit(0.5).Noise.ShouldBeInRange(0.3, 0.8);

    /// <summary>The truth are the kernels in closed form.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void PriorDraw_OverManySeeds_HasTheKernelsCovariance(int family)
    {
        var parameters = new GaussianProcessParameters([0.3, 0.6], 2, 0.01, 0) { Kernel = (KernelFamily)family };
        double[] here = [0.2, 0.4];
        double[] there = [0.4, 0.6];
        var r = Math.Sqrt(Math.Pow(0.2 / 0.3, 2) + Math.Pow(0.2 / 0.6, 2));
        var expected = 2 * ((KernelFamily)family switch
        {
            KernelFamily.Matern52 => (1 + (Math.Sqrt(5) * r) + (5 * r * r / 3)) * Math.Exp(-Math.Sqrt(5) * r),
            KernelFamily.Matern32 => (1 + (Math.Sqrt(3) * r)) * Math.Exp(-Math.Sqrt(3) * r),
            _ => Math.Exp(-r * r / 2),
        });
        const int draws = 6000;
        var products = Enumerable.Range(1, draws).Select(seed =>
        {
            var draw = new PriorDraw(parameters, [0, 1], 64, new RandomStream((ulong)seed, StreamPurpose.PosteriorDraws));
            return draw.At(here) * draw.At(there);
        });

        // A product of two such normals deviates by at most √2 · 2.
        products.Average().ShouldBe(expected, 4.5 * 2 * Math.Sqrt(2.0 / draws));
    }

    private static OutputPosterior Fit(double noise)
    {
        var chance = new RandomStream(3, StreamPurpose.Design);
        var candidates = Enumerable.Range(0, 40).Select(_ => Point(10 * chance.NextUniform(), chance.NextUniform())).ToList();
        return OutputPosterior.Fit(Space, candidates, [.. candidates.Select(c => Math.Sin(c["x"].Number) + (2 * c["y"].Number) + (noise * chance.NextNormal()))], 1);
    }

    private static Candidate Point(double x, double y) => new([KeyValuePair.Create("x", new ParameterValue(x)), KeyValuePair.Create("y", new ParameterValue(y))]);
}
