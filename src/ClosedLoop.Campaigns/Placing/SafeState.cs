namespace ClosedLoop.Campaigns;

/// <summary>
/// Avoids the deadlock of samples that keep their places until the next one is free. A state is safe when the samples can be brought, one after the other, to where they
/// keep no place any more, while the others stay where they are (the banker's algorithm; Dijkstra 1965). Only steps that leave the lab safe are begun, so there always is a
/// sample that can go on.
/// </summary>
internal sealed class SafeState
{
    private readonly IReadOnlyList<InstrumentView> _instruments;
    private readonly IReadOnlyList<Sample> _samples;

    // Sample → the instrument whose place it keeps, and the first of its steps to come after that one.
    private readonly Dictionary<int, (int Instrument, int Next)> _kept;

    public SafeState(IReadOnlyList<InstrumentView> instruments, IReadOnlyList<Sample> samples)
    {
        (_instruments, _samples) = (instruments, samples);
        _kept = samples.Where(sample => sample.LiesOn is not null).ToDictionary(sample => sample.Index, sample => (sample.LiesOn!.Value, 0));
    }

    /// <summary>Begins a sample's next step on an instrument if that leaves the lab safe; else changes nothing.</summary>
    public bool TryBegin(Sample sample, int instrument)
    {
        var had = _kept.Remove(sample.Index, out var before);
        if (_instruments[instrument].KeepsSamples && sample.Options.Count > 1)
        {
            _kept[sample.Index] = (instrument, 1);
        }

        if (_kept.Count == 0 || IsSafe())
        {
            return true;
        }

        _kept.Remove(sample.Index);
        if (had)
        {
            _kept[sample.Index] = before;
        }

        return false;
    }

    private bool IsSafe()
    {
        var taken = new int[_instruments.Count];
        foreach (var (instrument, _) in _kept.Values)
        {
            taken[instrument]++;
        }

        var left = _kept.Keys.ToList();
        while (left.RemoveAll(index => CanLeave(index, taken)) > 0)
        {
            // Each that can leave makes room for others.
        }

        return left.Count == 0;
    }

    /// <summary>Frees its place when it can.</summary>
    private bool CanLeave(int index, int[] taken)
    {
        var (instrument, next) = _kept[index];
        taken[instrument]--;
        for (var step = next; step < _samples[index].Options.Count; step++)
        {
            // What has a time limit after it cannot rest beside an instrument either.
            var options = _samples[index].Options[step];
            var passes = options.Any(option => !_instruments[option.Instrument].KeepsSamples);
            if (passes && _samples[index].LinkedTo[step] == step)
            {
                return true;
            }

            if (!passes && !options.Any(option => taken[option.Instrument] < _instruments[option.Instrument].Capacity))
            {
                taken[instrument]++;
                return false;
            }
        }

        return true;
    }
}
