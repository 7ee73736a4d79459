namespace ClosedLoop.Optimization.Tests;

/// <summary>Seeded data for tests.</summary>
internal static class Samples
{
    public static RandomStream Stream(int seed) => new((ulong)seed, StreamPurpose.Design, 99);

    public static TrainingData Data(int count, int dimension, int seed, int[]? groups = null)
    {
        var stream = Stream(seed);
        double[][] points = [.. Enumerable.Range(0, count).Select(_ => Point(dimension, stream))];
        double[] values = [.. points.Select(x => Math.Sin(4 * x[0]) + (x[^1] * x[^1]) + (0.1 * stream.NextNormal()))];
        return new(points, values, groups ?? [.. Enumerable.Range(0, dimension)]);
    }

    public static double[] Point(int dimension, RandomStream stream) => [.. Enumerable.Range(0, dimension).Select(_ => stream.NextUniform())];

    /// <summary>A Matérn 5/2 process without any comparison of forms.</summary>
    public static GaussianProcess Fit(TrainingData told) => GaussianProcess.Fit(told, 1, search => search.Only(KernelFamily.Matern52));

    public static GaussianPosterior Posterior(TrainingData data, GaussianProcessParameters p)
    {
        var noise = new double[data.Count];
        Array.Fill(noise, p.NoiseVariance);
        return new(data, noise, [data.Values], p);
    }
}
