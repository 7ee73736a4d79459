namespace ClosedLoop.Benchmarks;

/// <summary>How sure a figure over seeds is: the central 95 % of it over resampled seeds (percentile bootstrap, 10,000 resamples from a fixed seed).</summary>
internal static class Bootstrap
{
    private const int Resamples = 10_000;

    public static (double Lower, double Upper) Interval(IReadOnlyList<double> values, Func<IReadOnlyCollection<double>, double> figure)
    {
        var random = new Random(12345);
        var resampled = Enumerable.Range(0, Resamples)
            .Select(_ => figure([.. Enumerable.Range(0, values.Count).Select(_ => values[random.Next(values.Count)])]))
            .ToArray();
        return (Quartiles.At(resampled, 0.025), Quartiles.At(resampled, 0.975));
    }
}
