namespace ClosedLoop.Campaigns;

/// <summary>What an instrument's places are booked for, in seconds from now. A booking without an end belongs to a sample that stays until its next step begins.</summary>
internal sealed class Timeline
{
    private readonly List<Span>[] _places;

    // Place → when it is free for the first time: with a thousand places few need to be looked at span by span.
    private readonly double[] _opens;
    private readonly double _setup;
    private readonly string? _setUpFor;
    private readonly double _from;
    private int _occupied;
    private int? _free;

    /// <param name="instrument">The instrument.</param>
    /// <param name="setUpFor">What it is set up for now, or null when nobody knows.</param>
    /// <param name="from">When it can take the first step.</param>
    public Timeline(InstrumentView instrument, string? setUpFor, double from)
    {
        (Instrument, _setUpFor, _from) = (instrument, setUpFor, from);
        _setup = instrument.Setup?.Duration.TotalSeconds ?? 0;
        _places = [.. Enumerable.Range(0, instrument.Capacity).Select(_ => new List<Span>())];
        _opens = new double[_places.Length];
    }

    private Timeline(Timeline other)
    {
        (Instrument, _setUpFor, _from, _setup) = (other.Instrument, other._setUpFor, other._from, other._setup);
        _places = [.. other._places.Select(place => new List<Span>(place))];
        _opens = [.. other._opens];
    }

    public InstrumentView Instrument { get; }

    /// <summary>Counts the bookings of a schedule.</summary>
    public int Version { get; set; }

    public Timeline Copy() => new(this);

    /// <summary>The spans of all places, for those who explain.</summary>
    public IEnumerable<Span> Spans => _places.SelectMany(place => place);

    /// <summary>Places that nobody has at this moment.</summary>
    public int Free => _free ??= _places.Count(place => place.Count == 0 || place[0].Start > 0);

    public int Taken => _places.Length - Free;

    /// <summary>Takes a place from now on; a full instrument takes it beside another: it knows better how much room it has.</summary>
    public void Occupy(double end, string? key, int owner)
    {
        var place = _occupied++ % _places.Length;
        _places[place].Insert(0, new Span(0, end, key, owner, true));
        Changed(place);
    }

    /// <summary>The earliest end of so much work that begins not before a time; null when every place is taken without an end.</summary>
    public Slot? Find(double earliest, double work, string? key)
    {
        Slot? best = null;
        var from = Math.Max(earliest, _from);
        for (var place = 0; place < _places.Length; place++)
        {
            if (best is { } known && Math.Max(from, _opens[place]) + work >= known.End)
            {
                continue;
            }

            if (Find(place, from, work, key) is { } slot && (best is null || slot.End < best.Value.End))
            {
                best = slot;
                if (slot.End <= from + work)
                {
                    break;
                }
            }
        }

        return best;
    }

    public void Add(Slot slot, string? key, int owner)
    {
        var spans = _places[slot.Place];
        var index = spans.FindIndex(span => span.Start >= slot.Start);
        spans.Insert(index < 0 ? spans.Count : index, new Span(slot.Start, slot.End, key, owner, false));
        Changed(slot.Place);
    }

    /// <summary>Keeps a sample in its place until its next step begins there and then; tells until when the place is free for that, or null when it is.</summary>
    public double? Keep(Slot slot, int owner, double until)
    {
        var spans = _places[slot.Place];
        var index = spans.FindIndex(span => span.Owner == owner && !span.Now && span.Start == slot.Start);
        var next = spans.FindIndex(index + 1, span => span.Owner != owner);
        if (next >= 0 && spans[next].Start < until - Schedule.Instant)
        {
            return spans[next].End;
        }

        spans[index] = spans[index] with { End = Math.Max(spans[index].End, until) };
        Changed(slot.Place);
        return null;
    }

    /// <summary>Takes back a booking.</summary>
    public void Remove(Slot slot, int owner)
    {
        _places[slot.Place].RemoveAll(span => span.Owner == owner && span.Start == slot.Start && !span.Now);
        Changed(slot.Place);
    }

    /// <summary>Until when a sample keeps the place that it is in now.</summary>
    public void Leave(int owner, double end)
    {
        for (var place = 0; place < _places.Length; place++)
        {
            var index = _places[place].FindIndex(span => span.Owner == owner && span.Now);
            if (index >= 0)
            {
                _places[place][index] = _places[place][index] with { End = end };
                Changed(place);
                return;
            }
        }
    }

    private void Changed(int place)
    {
        var opens = 0.0;
        foreach (var span in _places[place])
        {
            if (span.Start > opens)
            {
                break;
            }

            opens = Math.Max(opens, span.End);
        }

        (_opens[place], _free) = (opens, null);
    }

    private Slot? Find(int place, double earliest, double work, string? key)
    {
        var before = _setUpFor;
        var start = earliest;
        foreach (var span in _places[place])
        {
            var need = SetupFor(before, key) + work + (span.Key == before ? SetupFor(key, span.Key) : 0);
            if (start + need <= span.Start + Schedule.Instant)
            {
                break;
            }

            start = Math.Max(start, span.End);
            before = span.Key ?? before;
        }

        var setup = SetupFor(before, key);
        return double.IsPositiveInfinity(start) ? null : new Slot(place, start, start + setup, start + setup + work);
    }

    private double SetupFor(string? before, string? key) => _setup > 0 && key is not null && key != before ? _setup : 0;

    /// <summary>A time in which a place is taken; <c>Now</c> when somebody is in it already.</summary>
    internal readonly record struct Span(double Start, double End, string? Key, int Owner, bool Now);

    /// <summary>A time in which a place could be taken; <c>Begin</c> is after the setting up.</summary>
    internal readonly record struct Slot(int Place, double Start, double Begin, double End);
}
