namespace ClosedLoop.Optimization.Tests;

public sealed class SurrogateCacheTests
{
    /// <summary>
    /// Truth: climbs of the same form on all observations as far as they go, from where the fit ended and from four other places. Fits to many observations take
    /// few steps, from fits to fewer.
    /// </summary>
    [Theory]
    [InlineData(150, 3, 0.1)]
    [InlineData(300, 2, 0)]
    [InlineData(300, 5, 0.1)]
    public void Fit_OfManyObservations_EndsNearTheBestOfClimbsToTheEnd(int count, int dimension, double noise)
    {
        var process = (GaussianProcess)new SurrogateCache().Fit(Told(count, dimension, noise), SurrogateChoice.Process, 1);
        var form = GaussianProcessForm.Of(process.Parameters);
        var likelihood = new MarginalLikelihood(process.Data, form.Kernel) { Form = form };
        var own = likelihood.Layout.Write(process.Parameters);
        var found = likelihood.Evaluate(own, []);
        var best = Math.Max(GaussianProcessFit.Climb(likelihood, own, 300).LogPosterior, GaussianProcessFit.Find(likelihood, null, count, 7, 300).LogPosterior);
        found.ShouldBeGreaterThan(best - (0.01 * count));
    }

    [Fact]
    public void Fit_OfEachOfASequence_IsThatOfAFreshCache()
    {
        var told = Told(170, 2, 0.05);
        var seasoned = new SurrogateCache();
        foreach (var count in (int[])[100, 120, 127, 128, 129, 135, 136, 137, 144, 152, 165, 170])
        {
            var first = told.First(count);
            var running = (GaussianProcess)seasoned.Fit(first, SurrogateChoice.Process, 3);
            var fresh = (GaussianProcess)new SurrogateCache().Fit(first, SurrogateChoice.Process, 3);
            running.HyperParameters.ShouldBe(fresh.HyperParameters);
            running.Name.ShouldBe(fresh.Name);
        }
    }

    private static TrainingData Told(int count, int dimension, double noise)
    {
        var stream = Samples.Stream(11);
        double[][] points = [.. Enumerable.Range(0, count).Select(_ => Samples.Point(dimension, stream))];
        return new(points, [.. points.Select(x => Math.Sin(6 * x[0]) + (x[^1] * x[^1]) + (x[0] * x[^1]) + (noise * stream.NextNormal()))], [.. Enumerable.Range(0, dimension)]);
    }
}
