namespace ClosedLoop.Optimization;

/// <summary>
/// First and total Sobol indices of a function of independent parameters, from pairs of random points between which one parameter at a time is exchanged:
/// the estimators of Saltelli et al. 2010 (first) and Jansen 1999 (total), n (p + 2) evaluations.
/// </summary>
/// <param name="First">For each parameter the share of the variance that it explains by itself.</param>
/// <param name="Total">For each parameter the share that it explains by itself and together with others.</param>
internal sealed record SobolIndices(double[] First, double[] Total)
{
    /// <summary>The indices; all 0 when the function does not vary.</summary>
    /// <param name="inputs">What varies.</param>
    /// <param name="surface">The function, of many points at once.</param>
    /// <param name="pairs">n, best a power of two.</param>
    /// <param name="stream">Chance of the points.</param>
    public static SobolIndices Of(InputDistribution inputs, Func<IReadOnlyList<double[]>, double[]> surface, int pairs, RandomStream stream)
    {
        var (a, b) = inputs.DrawPairs(pairs, stream);
        var (atA, atB) = (surface(a), surface(b));
        var mean = (atA.Average() + atB.Average()) / 2;
        var variance = atA.Concat(atB).Average(value => (value - mean) * (value - mean));
        var (first, total) = (new double[inputs.Blocks.Count], new double[inputs.Blocks.Count]);
        for (var p = 0; p < inputs.Blocks.Count && variance > 1e-24 * mean * mean && variance > 0; p++)
        {
            var exchanged = surface([.. a.Select((point, i) => inputs.Blocks[p].From(b[i], point))]);
            for (var i = 0; i < pairs; i++)
            {
                var change = exchanged[i] - atA[i];
                first[p] += (atB[i] - mean) * change / (pairs * variance);
                total[p] += change * change / (2 * pairs * variance);
            }

            first[p] = Math.Clamp(first[p], 0, 1);
        }

        return new(first, total);
    }
}
