namespace ClosedLoop.Campaigns;

/// <summary>
/// Places owed steps on instruments: a pure function of the lab's state, what instruments say, and what all campaigns of the host want. It looks ahead over the
/// samples in flight with expected durations, and begins only what leaves every sample a way out. See <c>docs/placing.md</c>.
/// </summary>
public static class Placement
{
    /// <summary>
    /// How many later steps, as <see cref="InstrumentUse.Overtook"/> counts them, may be given a place that a waiting step could have had. After that nothing that asked later, and
    /// is free to wait, is placed before it.
    /// </summary>
    public const int MostOvertaken = 8;

    /// <summary>What begins now, what waits and why, and what is expected.</summary>
    public static PlacementPlan Plan(LabSituation picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var lab = new LabSamples(picture);
        if (lab.Samples.Count == 0)
        {
            return PlacementPlan.Empty;
        }

        MarkAhead(lab);
        var unsafeNow = new HashSet<int>();
        while (true)
        {
            var urgent = Urgent(lab, unsafeNow);
            var order = new PlacementOrder(lab, urgent);
            var schedule = LookAhead.Best(lab, order, unsafeNow);
            var begins = Begins(lab, schedule, order, urgent);
            var safe = new SafeState(lab.Instruments, lab.Samples);
            var refused = begins.Where(begin => !safe.TryBegin(begin.Sample, begin.Placed.Instrument)).Select(begin => begin.Sample.Index).ToList();
            if (refused.Count == 0)
            {
                return new PlanWriter(picture, lab, schedule, unsafeNow).Write(new Beginnings(picture, lab, order, begins).Grant());
            }

            unsafeNow.UnionWith(refused);
        }
    }

    /// <summary>A campaign yields while it is ahead of another that wants the same instrument by more than the longest step that they want there.</summary>
    private static void MarkAhead(LabSamples lab)
    {
        foreach (var wanting in lab.Samples.Where(sample => sample.Waits)
            .SelectMany(sample => sample.Options[0].Select(option => (Sample: sample, option.Instrument, option.Seconds)))
            .GroupBy(option => option.Instrument))
        {
            var use = lab.UseOf(wanting.Key);
            var most = wanting.Min(option => use.LeadOf(option.Sample.Demand.Run)) + wanting.Max(option => option.Seconds);
            foreach (var (sample, _, _) in wanting.Where(option => use.LeadOf(option.Sample.Demand.Run) > most))
            {
                sample.IsAhead = true;
            }
        }
    }

    /// <summary>The step that was overtaken too often and has waited longest, if the instruments that it needs are there.</summary>
    private static HashSet<int> Urgent(LabSamples lab, HashSet<int> unsafeNow) =>
        [.. lab.Samples
            .Where(sample => sample.Waits && sample.Overtaken >= MostOvertaken && sample.Ready <= 0 && !unsafeNow.Contains(sample.Index))
            .Where(sample => Linked(sample).All(options => options.Any(option => lab.Instruments[option.Instrument].Ready)))
            .OrderBy(sample => sample.Route.Since).ThenBy(sample => sample.Index)
            .Take(1)
            .Select(sample => sample.Index)];

    /// <summary>What begins together must find enough of every stock together.</summary>
    private static bool Takes(LabSamples lab, Sample sample, Dictionary<string, double> taken)
    {
        if (sample.Needs.Any(need => taken.GetValueOrDefault(need.Key) + need.Value > lab.StockOf(need.Key)))
        {
            return false;
        }

        foreach (var (item, amount) in sample.Needs)
        {
            taken[item] = taken.GetValueOrDefault(item) + amount;
        }

        return true;
    }

    private static IEnumerable<IReadOnlyList<(int Instrument, double Seconds, string? Key)>> Linked(Sample sample) => sample.Options.Take(sample.LinkedTo[0] + 1);

    /// <summary>What the schedule begins now on instruments that are there, but for what would overtake an urgent step once more.</summary>
    private static List<(Sample Sample, Schedule.Placed Placed)> Begins(LabSamples lab, Schedule schedule, PlacementOrder order, HashSet<int> urgent)
    {
        var barred = urgent.SelectMany(index => Linked(lab.Samples[index])).SelectMany(options => options).Select(option => option.Instrument).ToHashSet();
        var since = urgent.Select(index => lab.Samples[index].Route.Since).FirstOrDefault();
        var taken = new Dictionary<string, double>();
        return
        [
            .. lab.Samples
                .Where(sample => sample.Waits && schedule.Bookings.TryGetValue(sample.Index, out var placed) && placed.Count > 0 && placed[0].Slot.Start <= Schedule.Instant)
                .Select(sample => (Sample: sample, Placed: schedule.Bookings[sample.Index][0]))
                .Where(begin => lab.Instruments[begin.Placed.Instrument].Ready)
                .Where(begin => !(barred.Contains(begin.Placed.Instrument) && begin.Sample.Route.Since > since && order.Tier(begin.Sample) > 2))
                .Where(begin => Takes(lab, begin.Sample, taken)),
        ];
    }
}
