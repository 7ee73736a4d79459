namespace ClosedLoop.Optimization;

/// <summary>What a pending trial may yield, one value for each scenario.</summary>
internal static class Fantasies
{
    /// <summary>Scenarios as soon as anything is pending.</summary>
    public const int Draws = 32;

    private static readonly double[] Strata = [.. Enumerable.Range(0, Draws).Select(StratumMean)];

    /// <summary>A latent value at a point for each scenario; a single scenario becomes <see cref="Draws"/>.</summary>
    public static double[] Draw(IPosterior posterior, double[] point, RandomStream stream)
    {
        var means = new double[posterior.Scenarios];
        var deviation = posterior.Predict(point, means, posterior.Scratch());
        var ranks = Enumerable.Range(0, Draws).ToArray();
        stream.Shuffle<int>(ranks);
        return [.. ranks.Select((rank, m) => means[means.Length == 1 ? 0 : m] + (deviation * Strata[rank]))];
    }

    // Stratified: each draw stands for another equal part of the distribution, by the mean of that part.
    private static double StratumMean(int rank)
    {
        var below = rank == 0 ? 0 : NormalDistribution.Density(NormalDistribution.Quantile((double)rank / Draws));
        var above = rank == Draws - 1 ? 0 : NormalDistribution.Density(NormalDistribution.Quantile((rank + 1.0) / Draws));
        return Draws * (below - above);
    }
}
