namespace ClosedLoop.Campaigns;

/// <summary>In which order samples are inserted into a schedule: first what must not wait, then by a rule.</summary>
internal static class PlacementOrder
{
    /// <summary>Rules of list scheduling (Panwalkar and Iskander 1977): what comes first among samples that may be taken in any order.</summary>
    private static readonly Func<Sample, double>[] Rules =
    [
        _ => 0,                                                             // as they came
        sample => -sample.Work,                                             // most work remaining
        sample => sample.Options.Count == 0 ? 0 : sample.Options[0].Select(option => option.Seconds).DefaultIfEmpty().Min() - sample.Work, // longest tail
        sample => sample.Work,                                              // least work remaining
    ];

    /// <summary>The orders that are tried, the fairest one first.</summary>
    public static IEnumerable<IReadOnlyList<Sample>> All(LabSamples lab, IReadOnlyCollection<int> urgent)
    {
        foreach (var rule in Rules)
        {
            yield return [.. lab.Samples
                .OrderBy(sample => Tier(sample, urgent))
                .ThenBy(sample => sample.IsUrged ? sample.Until ?? sample.Ready : 0)
                .ThenBy(sample => sample.LiesOn is not null || urgent.Contains(sample.Index) ? 0 : rule(sample))
                .ThenBy(sample => sample.Route.Since)
                .ThenBy(sample => sample.Index)];
        }

        if (lab.Instruments.Any(instrument => instrument.Setup is not null))
        {
            // What needs no setting up first, then what most are set up alike for.
            var alike = lab.Samples.GroupBy(Key).ToDictionary(samples => samples.Key ?? "", samples => samples.Count());
            yield return [.. lab.Samples
                .OrderBy(sample => Tier(sample, urgent))
                .ThenBy(sample => sample.Options.Count > 0 && sample.Options[0].Any(option => option.Key is null || option.Key == lab.UseOf(option.Instrument).SetUpFor) ? 0 : 1)
                .ThenByDescending(sample => alike[Key(sample) ?? ""])
                .ThenBy(Key, StringComparer.Ordinal)
                .ThenBy(sample => sample.Route.Since)
                .ThenBy(sample => sample.Index)];
        }
    }

    /// <summary>
    /// A time limit that runs; a place that is kept; a step that was overtaken too often; then campaigns that are not ahead of their shares; then the others.
    /// </summary>
    public static int Tier(Sample sample, IReadOnlyCollection<int> urgent) =>
        sample.IsUrged ? 0
        : sample.LiesOn is not null ? 1
        : urgent.Contains(sample.Index) ? 2
        : sample.IsAhead ? 4
        : 3;

    private static string? Key(Sample sample) => sample.Options.Count == 0 ? null : sample.Options[0].Select(option => option.Key).FirstOrDefault();
}
