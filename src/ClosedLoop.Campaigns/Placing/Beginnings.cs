using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>
/// The grants of what begins now, one after the other, as if each had been asked for alone: what an instrument gives counts at once. Left out, for the plan after this one, is what would bring a
/// campaign ahead of another that goes on waiting there, and what would overtake a step that goes on waiting once too often.
/// </summary>
internal sealed class Beginnings
{
    private readonly LabSituation _picture;
    private readonly LabSamples _lab;
    private readonly PlacementOrder _order;
    private readonly IReadOnlyList<(Sample Sample, Schedule.Placed Placed)> _begins;
    private readonly Wanted[] _wanted;
    private readonly double[] _overtaken;

    public Beginnings(LabSituation picture, LabSamples lab, PlacementOrder order, IReadOnlyList<(Sample Sample, Schedule.Placed Placed)> begins)
    {
        (_picture, _lab, _order, _begins) = (picture, lab, order, begins);
        _wanted = [.. lab.Instruments.Select((_, number) => new Wanted(lab.UseOf(number)))];
        _overtaken = [.. lab.Samples.Select(sample => sample.Overtaken)];
        var beginning = begins.Select(begin => begin.Sample.Index).ToHashSet();
        foreach (var sample in lab.Samples.Where(sample => sample.Waits))
        {
            foreach (var (instrument, seconds, _) in sample.Options[0])
            {
                _wanted[instrument].Add(sample, seconds, !beginning.Contains(sample.Index));
            }
        }

        foreach (var wanted in _wanted)
        {
            wanted.Left.Sort((a, b) => a.Sample.Route.Since.CompareTo(b.Sample.Route.Since));
        }
    }

    public List<StepGranted> Grant()
    {
        var grants = new List<StepGranted>();
        foreach (var (sample, placed) in _begins)
        {
            if (_order.Tier(sample) > 2 && (IsAhead(sample) || sample.Route.Since > _wanted[placed.Instrument].Barred))
            {
                continue;
            }

            var grant = Grant(sample, placed);
            grants.Add(grant);
            Count(sample, placed.Instrument, grant);
        }

        return grants;
    }

    /// <summary>Whether its campaign has come ahead with what was granted before; one that was ahead anyway takes what nobody else could.</summary>
    private bool IsAhead(Sample sample)
    {
        var run = sample.Demand.Run;
        return !sample.IsAhead && sample.Options[0].Any(option => _wanted[option.Instrument] is { Left.Count: > 0 } wanted
            && wanted.Use.LeadOf(run) > wanted.Left.Min(left => wanted.Use.LeadOf(left.Sample.Demand.Run)) + wanted.Longest);
    }

    private StepGranted Grant(Sample sample, Schedule.Placed placed)
    {
        var instrument = _lab.Instruments[placed.Instrument];
        return new StepGranted(sample.Owed!, instrument.Id, instrument.LedgerId, instrument.Simulated)
        {
            At = _picture.Now,
            ExpectedSeconds = Math.Round(placed.Slot.End - placed.Slot.Start, 3),
            Priority = sample.Demand.Priority,
            Clock = _wanted[placed.Instrument].Clock,
            Since = sample.Route.Since,
            SetUpFor = placed.Key,
            Uses = sample.Needs.Count == 0 ? null : sample.Needs,
            Keeps = instrument.KeepsSamples ? true : null,
        };
    }

    private void Count(Sample sample, int instrument, StepGranted grant)
    {
        foreach (var option in sample.Options[0])
        {
            _wanted[option.Instrument].Remove(sample.Demand.Run);
        }

        var wanted = _wanted[instrument];
        wanted.Use = wanted.Use.With(grant);
        var cost = grant.ExpectedSeconds!.Value / sample.Demand.Priority;
        foreach (var (left, own) in wanted.Left.TakeWhile(left => left.Sample.Route.Since < sample.Route.Since))
        {
            var before = _overtaken[left.Index];
            _overtaken[left.Index] += left.Demand.Run == sample.Demand.Run ? 1 : cost / own;
            if (before < Placement.MostOvertaken && _overtaken[left.Index] >= Placement.MostOvertaken && left.Route.Since < wanted.Barred)
            {
                wanted.Barred = left.Route.Since;
            }
        }
    }

    /// <summary>Who wants an instrument.</summary>
    private sealed class Wanted(InstrumentUse use)
    {
        private readonly Dictionary<string, int> _runs = [];

        public InstrumentUse Use { get; set; } = use;

        /// <summary>Those who go on waiting, with what they would cost of their shares; who has waited longest comes first.</summary>
        public List<(Sample Sample, double Cost)> Left { get; } = [];

        public double Longest { get; private set; }

        /// <summary>What asked later than this waits for the next plan.</summary>
        public DateTimeOffset Barred { get; set; } = DateTimeOffset.MaxValue;

        /// <summary>The least clock of the runs that want it still.</summary>
        public double Clock => _runs.Keys.Min(Use.ClockOf);

        public void Add(Sample sample, double seconds, bool stays)
        {
            _runs[sample.Demand.Run] = _runs.GetValueOrDefault(sample.Demand.Run) + 1;
            Longest = Math.Max(Longest, seconds);
            if (stays)
            {
                Left.Add((sample, seconds / sample.Demand.Priority));
            }
        }

        public void Remove(string run)
        {
            if (--_runs[run] == 0)
            {
                _runs.Remove(run);
            }
        }
    }
}
