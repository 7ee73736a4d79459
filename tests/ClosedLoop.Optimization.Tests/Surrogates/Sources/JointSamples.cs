namespace ClosedLoop.Optimization.Tests;

/// <summary>Seeded data of several sources, and the slow, plain versions of what joint models do fast.</summary>
internal static class JointSamples
{
    // The first stands in for the second, which like the third stands in for the fourth, the target.
    public static ISourceRelation Tree { get; } = new AutoregressiveDiscrepancy([1, 3, 3, -1]);

    public static JointData Data(int count, int dimension, int sources, int seed, int[]? groups = null)
    {
        var stream = Samples.Stream(seed);
        double[][] points = [.. Enumerable.Range(0, count).Select(_ => Samples.Point(dimension, stream))];
        int[] from = [.. points.Select(_ => stream.NextIndex(sources))];
        double[] values = [.. points.Select((x, i) => Math.Sin(4 * x[0]) + (from[i] * x[^1] * x[^1]) + (0.1 * stream.NextNormal()))];
        return new(points, from, values, groups ?? [.. Enumerable.Range(0, dimension)], sources);
    }

    public static JointPosterior Posterior(JointData data, JointParameters p) => new(data, [.. data.Sources.Select(s => p.NoiseVariances[s])], [data.Values], p);

    public static JointParameters Parameters(ISourceRelation relation, int groups, int sources, int seed)
    {
        var stream = Samples.Stream(seed);
        double[] free = [.. relation.Priors(groups).Select(prior => prior.Mode + (0.5 * stream.NextNormal()))];
        return relation.Unpack(free, groups, KernelFamily.Matern52) with { Means = [.. Enumerable.Range(0, sources).Select(_ => stream.NextNormal())] };
    }

    /// <summary>Prior covariance of source s at a with source t at b.</summary>
    public static double Covariance(JointParameters p, int[] groups, double[] a, int s, double[] b, int t) =>
        p.Terms.Sum(term => ((term.Loadings[s] * term.Loadings[t]) + (s == t ? term.Own[s] : 0)) * Textbook.Matern(a, b, term.LengthScales, groups, 1));

    public static double[,] Covariance(JointData data, JointParameters p)
    {
        var k = new double[data.Count, data.Count];
        for (var i = 0; i < data.Count; i++)
        {
            for (var j = 0; j < data.Count; j++)
            {
                k[i, j] = Covariance(p, data.Groups, data.Points[i], data.Sources[i], data.Points[j], data.Sources[j]) + (i == j ? p.NoiseVariances[data.Sources[i]] : 0);
            }
        }

        return k;
    }

    /// <summary>Posterior mean of source s at x, and posterior covariance with source t at the same point, by solving the dense system anew.</summary>
    public static (double Mean, double Covariance) Predict(JointData data, JointParameters p, double[] x, int s, int t)
    {
        var covariance = Covariance(data, p);
        double[] own = [.. data.Points.Select((point, i) => Covariance(p, data.Groups, point, data.Sources[i], x, s))];
        double[] other = [.. data.Points.Select((point, i) => Covariance(p, data.Groups, point, data.Sources[i], x, t))];
        var alpha = Textbook.Solve(covariance, [.. data.Values.Select((y, i) => y - p.Means[data.Sources[i]])]);
        var beta = Textbook.Solve(covariance, other);
        return (p.Means[s] + own.Zip(alpha, (a, b) => a * b).Sum(), Covariance(p, data.Groups, x, s, x, t) - own.Zip(beta, (a, b) => a * b).Sum());
    }
}
