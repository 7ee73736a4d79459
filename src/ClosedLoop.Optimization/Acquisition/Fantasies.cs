namespace ClosedLoop.Optimization;

/// <summary>What a pending trial may yield, one value for each scenario.</summary>
internal static class Fantasies
{
    private const int Draws = 32;

    // The boxes of a front grow with the objectives; the time of a proposal should not.
    private const int DrawsOfMany = 8;

    /// <summary>Scenarios as soon as anything is pending or noisy.</summary>
    public static int Scenarios(int objectives) => objectives > 2 ? DrawsOfMany : Draws;

    /// <summary>A latent value at a point for each scenario; a single scenario becomes <paramref name="draws"/>.</summary>
    public static double[] Draw(IPosterior posterior, double[] point, int draws, RandomStream stream)
    {
        var means = new double[posterior.Scenarios];
        var deviation = posterior.Predict(point, means, posterior.Scratch());
        var ranks = Enumerable.Range(0, draws).ToArray();
        stream.Shuffle<int>(ranks);
        return [.. ranks.Select((rank, m) => means[means.Length == 1 ? 0 : m] + (deviation * StratumMean(rank, draws)))];
    }

    /// <summary>In which of so many scenarios something of a given probability happens; as nearly as many as it says.</summary>
    public static bool[] Happens(double probability, int draws, RandomStream stream)
    {
        var ranks = Enumerable.Range(0, draws).ToArray();
        stream.Shuffle<int>(ranks);
        return [.. ranks.Select(rank => rank + 0.5 < probability * draws)];
    }

    // Stratified: each draw stands for another equal part of the distribution, by the mean of that part.
    private static double StratumMean(int rank, int draws)
    {
        var below = rank == 0 ? 0 : NormalDistribution.Density(NormalDistribution.Quantile((double)rank / draws));
        var above = rank == draws - 1 ? 0 : NormalDistribution.Density(NormalDistribution.Quantile((rank + 1.0) / draws));
        return draws * (below - above);
    }
}
