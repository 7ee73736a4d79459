namespace ClosedLoop.Optimization;

/// <summary>Moments of the mixture of a Gaussian process and a forest. The forest is piecewise constant, so gradients are the process's share.</summary>
/// <param name="process">Posterior of the Gaussian process.</param>
/// <param name="forest">The forest, on the same standardized values.</param>
/// <param name="share">Weight of the forest, from 0 to 1.</param>
/// <param name="seed">Seed of forests grown on pending values.</param>
internal sealed class AveragePosterior(IPosterior process, RandomForest forest, double share, ulong seed) : IPosterior
{
    public int Scenarios => process.Scenarios;

    public int Dimension => process.Dimension;

    public PosteriorPoint Scratch() => process.Scratch();

    public double Predict(ReadOnlySpan<double> point, Span<double> means, PosteriorPoint at)
    {
        var deviation = process.Predict(point, means, at);
        var (mean, forestDeviation) = forest.Predict(point);
        at.Apart = means[0] - mean;
        return at.Mixed = Mix(means, deviation, mean, forestDeviation);
    }

    public void Gradient(PosteriorPoint at, ReadOnlySpan<double> meanWeights, double deviationWeight, Span<double> gradient)
    {
        // 2 s ds = (1 − w) 2 σ dσ + w (1 − w) 2 (m − f) dm; the forest's f is constant.
        Span<double> weights = new double[meanWeights.Length];
        for (var m = 0; m < weights.Length; m++)
        {
            weights[m] = (1 - share) * meanWeights[m];
        }

        weights[0] += deviationWeight * share * (1 - share) * at.Apart / at.Mixed;
        process.Gradient(at, weights, deviationWeight * (1 - share) * at.Deviation / at.Mixed, gradient);
    }

    public void Predict(IReadOnlyList<double[]> points, Span<double> means, Span<double> deviations)
    {
        process.Predict(points, means, deviations);
        for (var i = 0; i < points.Count; i++)
        {
            var (mean, deviation) = forest.Predict(points[i]);
            deviations[i] = Mix(means.Slice(i * Scenarios, Scenarios), deviations[i], mean, deviation);
        }
    }

    public void Means(IReadOnlyList<double[]> points, Span<double> means)
    {
        process.Means(points, means);
        for (var i = 0; i < points.Count; i++)
        {
            var mean = forest.Predict(points[i]).Mean;
            foreach (ref var each in means.Slice(i * Scenarios, Scenarios))
            {
                each += share * (mean - each);
            }
        }
    }

    public double AverageDeviation(IReadOnlyList<double[]> points)
    {
        var means = new double[points.Count * Scenarios];
        process.Means(points, means);
        var (mean, deviation) = forest.Average(points);
        return Mix([Enumerable.Range(0, points.Count).Average(i => means[i * Scenarios])], process.AverageDeviation(points), mean, deviation);
    }

    public IPosterior Condition(ReadOnlySpan<double> point, ReadOnlySpan<double> values)
    {
        var believed = 0.0;
        foreach (var value in values)
        {
            believed += value / values.Length;
        }

        return new AveragePosterior(process.Condition(point, values), forest.With(point.ToArray(), believed, seed), share, seed);
    }

    // The first scenario stands for all in the variance: scenarios differ in what is pending, not in how far the models disagree.
    private double Mix(Span<double> means, double deviation, double forestMean, double forestDeviation)
    {
        var apart = means[0] - forestMean;
        for (var m = 0; m < means.Length; m++)
        {
            means[m] += share * (forestMean - means[m]);
        }

        return Math.Sqrt(((1 - share) * deviation * deviation) + (share * forestDeviation * forestDeviation) + (share * (1 - share) * apart * apart));
    }
}
