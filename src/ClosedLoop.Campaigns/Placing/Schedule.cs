namespace ClosedLoop.Campaigns;

/// <summary>
/// One schedule of all samples' steps to come, made by inserting sample after sample at the earliest times that the bookings before it leave (serial schedule
/// generation; Kolisch 1996). Times are in seconds from now and rest on expected durations.
/// </summary>
internal sealed class Schedule
{
    /// <summary>Times that are closer than this are the same, in seconds.</summary>
    public const double Instant = 1e-6;

    /// <summary>The share of a time limit that a plan may use: the rest is kept for what takes longer than expected.</summary>
    private const double UsableWindow = 0.5;

    private const int MostShifts = 100;

    private readonly IReadOnlyList<InstrumentView> _instruments;
    private readonly Timeline[] _timelines;

    private Schedule(IReadOnlyList<InstrumentView> instruments, IEnumerable<Timeline> timelines) =>
        (_instruments, _timelines) = (instruments, [.. timelines.Select(timeline => timeline.Copy())]);

    /// <summary>The bookings, by sample.</summary>
    public Dictionary<int, List<Placed>> Bookings { get; } = [];

    public IReadOnlyList<Timeline> Timelines => _timelines;

    /// <summary>Time limits that cannot be kept.</summary>
    public int Missed { get; private set; }

    /// <summary>When everything is done.</summary>
    public double Makespan { get; private set; }

    /// <summary>Sum of the times at which samples are done, each times its campaign's priority.</summary>
    public double WeightedEnds { get; private set; }

    public static Schedule Of(IReadOnlyList<InstrumentView> instruments, IReadOnlyList<Timeline> timelines, IEnumerable<Sample> order)
    {
        var schedule = new Schedule(instruments, timelines);
        var waiting = order.ToList();
        while (waiting.RemoveAll(schedule.Insert) > 0)
        {
            // Whoever waited for a place that a sample keeps may find it now.
        }

        return schedule;
    }

    public bool IsBetterThan(Schedule other) =>
        Missed != other.Missed ? Missed < other.Missed
        : Math.Abs(Makespan - other.Makespan) > Instant ? Makespan < other.Makespan
        : WeightedEnds < other.WeightedEnds - Instant;

    private bool Insert(Sample sample)
    {
        var placed = new List<Placed>();
        var ready = sample.Ready;
        var from = 0;
        while (from < sample.Options.Count)
        {
            var to = sample.LinkedTo[from];
            if (sample.Offered <= to)
            {
                break;
            }

            if (PlaceLinked(sample, from, to, ready) is not { } linked)
            {
                TakeBack(sample, placed);
                return false;
            }

            placed.AddRange(linked);
            ready = linked[^1].Slot.End;
            from = to + 1;
        }

        if (sample.LiesOn is { } lies && placed.Count > 0)
        {
            _timelines[lies].Leave(sample.Index, placed[0].Slot.Start);
        }

        Count(sample, placed, ready);
        return true;
    }

    private void Count(Sample sample, List<Placed> placed, double end)
    {
        Bookings[sample.Index] = placed;
        Makespan = Math.Max(Makespan, end);
        WeightedEnds += sample.Demand.Priority * end;
        if (placed.Count > 0 && sample.Until is { } until && placed[0].Slot.Begin > until + Instant)
        {
            Missed++;
        }
    }

    /// <summary>Steps that are linked begin as late as the last of them needs it; null while a place that they need is taken without an end.</summary>
    private List<Placed>? PlaceLinked(Sample sample, int from, int to, double ready)
    {
        for (var shift = 0; shift < MostShifts && double.IsFinite(ready); shift++)
        {
            var placed = new List<Placed>();
            var next = TryPlace(sample, from, to, ready, placed);
            if (next is null)
            {
                return placed;
            }

            TakeBack(sample, placed);
            ready = Math.Max(next.Value, ready + 1e-3);
        }

        return null;
    }

    /// <summary>Null when all found a place, else when to try next.</summary>
    private double? TryPlace(Sample sample, int from, int to, double ready, List<Placed> placed)
    {
        var end = ready;
        for (var step = from; step <= to; step++)
        {
            if (Best(sample, step, end) is not { } found)
            {
                return double.PositiveInfinity;
            }

            if (placed.Count > 0)
            {
                var late = sample.Route.Steps[step].Within is { } within ? found.Slot.Begin - end - (UsableWindow * within.TotalSeconds) : 0;
                if (late > Instant)
                {
                    return placed[0].Slot.Start + late;
                }

                var before = placed[^1];
                if (_instruments[before.Instrument].KeepsSamples
                    && !(before.Instrument == found.Instrument && before.Slot.Place == found.Slot.Place)
                    && _timelines[before.Instrument].Keep(before.Slot, sample.Index, found.Slot.Start) is { } free)
                {
                    return free;
                }
            }

            _timelines[found.Instrument].Add(found.Slot, found.Key, sample.Index);
            placed.Add(found);
            end = found.Slot.End;
        }

        return null;
    }

    /// <summary>The instrument that ends a step first; of equals the one that can do least else, then the least busy.</summary>
    private Placed? Best(Sample sample, int step, double earliest)
    {
        Placed? best = null;
        var options = sample.Options[step];
        for (var i = 0; i < options.Count; i++)
        {
            var (instrument, seconds, key) = options[i];
            var own = step == 0 && sample.LiesOn == instrument;
            var slot = own ? FindInOwnPlace(sample, instrument, earliest, seconds, key) : _timelines[instrument].Find(earliest, seconds, key);
            if (slot is { } s && (best is null || s.End < best.Slot.End - Instant || (s.End < best.Slot.End + Instant && Rank(instrument).CompareTo(Rank(best.Instrument)) < 0)))
            {
                best = new Placed(step, instrument, s, key);
            }
        }

        return best;
    }

    /// <summary>A sample that stays where it is does not wait for itself.</summary>
    private Timeline.Slot? FindInOwnPlace(Sample sample, int instrument, double earliest, double seconds, string? key)
    {
        var without = _timelines[instrument].Copy();
        without.Leave(sample.Index, earliest);
        return without.Find(earliest, seconds, key);
    }

    private (int Versatility, int Taken) Rank(int instrument) => (_instruments[instrument].Capabilities.Count, _timelines[instrument].Taken);

    private void TakeBack(Sample sample, List<Placed> placed)
    {
        foreach (var booking in placed)
        {
            _timelines[booking.Instrument].Remove(booking.Slot, sample.Index);
        }
    }

    /// <summary>A step of a sample with the place that it gets.</summary>
    internal sealed record Placed(int Step, int Instrument, Timeline.Slot Slot, string? Key);
}
