namespace ClosedLoop.Campaigns;

/// <summary>
/// One schedule of all samples' steps to come: whichever can begin first is booked next, and a rule decides among those that can begin at the same time (list scheduling without
/// idle time on purpose; Baker 1974). Steps that are linked are booked together. Times are in seconds from now and rest on expected durations.
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
    private readonly List<SampleProgress> _progress;
    private readonly Func<Choice, (int Tier, double First, double Second)> _key;
    private readonly WaitingLines _lines = new();

    private Schedule(LabSamples lab, IEnumerable<Sample> samples, Func<Choice, (int Tier, double First, double Second)> key)
    {
        _instruments = lab.Instruments;
        _timelines = [.. lab.Timelines.Select(timeline => timeline.Copy())];
        _progress = [.. samples.Select(sample => new SampleProgress(sample))];
        _key = key;
    }

    /// <summary>The bookings, by sample.</summary>
    public Dictionary<int, List<Placed>> Bookings { get; } = [];

    public IReadOnlyList<Timeline> Timelines => _timelines;

    /// <summary>Time limits that cannot be kept.</summary>
    public int Missed { get; private set; }

    /// <summary>When everything is done.</summary>
    public double Makespan { get; private set; }

    /// <summary>Sum of the times at which samples are done, each times its campaign's priority.</summary>
    public double WeightedEnds { get; private set; }

    /// <summary>Books samples, those whose time limits run first.</summary>
    public static Schedule Of(LabSamples lab, IEnumerable<Sample> samples, Func<Choice, (int Tier, double First, double Second)> key)
    {
        var schedule = new Schedule(lab, samples, key);
        foreach (var urged in schedule._progress.Where(progress => progress.Sample.IsUrged).OrderBy(progress => progress.Sample.Until ?? progress.Ready).ToList())
        {
            schedule.Book(urged);
        }

        foreach (var progress in schedule._progress)
        {
            schedule.Join(progress);
        }

        while (schedule.Next() is { } line)
        {
            var next = schedule._lines.Leave(line);
            schedule.Book(next);
            schedule.Join(next);
        }

        foreach (var progress in schedule._progress)
        {
            schedule.Count(progress);
        }

        return schedule;
    }

    public bool IsBetterThan(Schedule other) =>
        Missed != other.Missed ? Missed < other.Missed
        : Math.Abs(Makespan - other.Makespan) > Instant ? Makespan < other.Makespan
        : WeightedEnds < other.WeightedEnds - Instant;

    private void Join(SampleProgress progress)
    {
        if (!progress.IsThrough)
        {
            var (tier, first, second) = _key(new Choice(progress.Sample, progress.Next, 0, 0));
            _lines.Join(progress, tier, first, second);
        }
    }

    /// <summary>The line whose first can begin first; of several the one that the rule prefers.</summary>
    private WaitingLine? Next()
    {
        WaitingLine? best = null;
        var bestKey = (Tier: 0, First: 0.0, Second: 0.0, Index: 0);
        foreach (var line in _lines.ByReady)
        {
            if (best is not null && line.Key.Ready > best.Start + Instant)
            {
                break;
            }

            if (Start(line) is not { } start || start > (best?.Start ?? double.MaxValue) + Instant)
            {
                continue;
            }

            var (sample, step) = (line.First.Sample, line.First.Next);
            var (tier, first, second) = _key(new Choice(sample, step, start, line.Setup));
            var key = (tier, first, second, sample.Index);
            if (best is null || start < best.Start - Instant || key.CompareTo(bestKey) < 0)
            {
                (best, bestKey) = (line, key);
            }
        }

        return best;
    }

    /// <summary>When the next linked steps can begin; worked out again only when one of the instruments was booked since.</summary>
    private double? Start(WaitingLine line)
    {
        var (sample, next) = (line.First.Sample, line.First.Next);
        var to = sample.LinkedTo[next];
        if (sample.Offered <= to)
        {
            return null;
        }

        var version = 1;
        for (var step = next; step <= to; step++)
        {
            foreach (var option in sample.Options[step])
            {
                version += _timelines[option.Instrument].Version;
            }
        }

        if (line.Version != version)
        {
            var linked = to == next ? null : PlaceLinked(sample, next, to, line.Key.Ready);
            var first = to == next ? Best(sample, next, line.Key.Ready) : linked?[0];
            (line.Version, line.Start, line.Setup) = (version, first?.Slot.Start ?? double.NaN, first is null ? 0 : first.Slot.Begin - first.Slot.Start);
            if (linked is not null)
            {
                TakeBack(sample, linked);
            }
        }

        return double.IsNaN(line.Start) ? null : line.Start;
    }

    private void Book(SampleProgress progress)
    {
        var sample = progress.Sample;
        var to = sample.LinkedTo[progress.Next];
        if (sample.Offered <= to || PlaceLinked(sample, progress.Next, to, progress.Ready) is not { } linked)
        {
            return;
        }

        if (progress.Next == 0 && sample.LiesOn is { } lies)
        {
            _timelines[lies].Version++;
        }

        foreach (var booking in linked)
        {
            _timelines[booking.Instrument].Version++;
        }

        progress.Placed.AddRange(linked);
        (progress.Ready, progress.Next) = (linked[^1].Slot.End, to + 1);
    }

    private void Count(SampleProgress progress)
    {
        Bookings[progress.Sample.Index] = progress.Placed;
        Makespan = Math.Max(Makespan, progress.Ready);
        WeightedEnds += progress.Sample.Demand.Priority * progress.Ready;
        if (progress.Placed.Count > 0 && progress.Sample.Until is { } until && progress.Placed[0].Slot.Start > until + Instant)
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
                var late = sample.Route.Steps[step].Within is { } within ? found.Slot.Start - end - (UsableWindow * within.TotalSeconds) : 0;
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

            if (step == 0 && sample.LiesOn is { } lies)
            {
                _timelines[lies].Leave(sample.Index, found.Slot.Start);
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

        if (sample.LiesOn is { } lies && placed.Count > 0 && placed[0].Step == 0)
        {
            _timelines[lies].Leave(sample.Index, double.PositiveInfinity);
        }
    }

    /// <summary>A step of a sample with the place that it gets.</summary>
    internal sealed record Placed(int Step, int Instrument, Timeline.Slot Slot, string? Key);

    /// <summary>A step that can begin at a time, after so much setting up.</summary>
    internal readonly record struct Choice(Sample Sample, int Step, double Start, double Setup);
}
