using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The lab as the planning sees it: samples on their way, and what the instruments are taken for now.</summary>
internal sealed class LabSamples
{
    /// <summary>How long something is expected to stay of which nobody knows how long it takes, in seconds.</summary>
    private const double Unknown = 60;

    /// <summary>After how long an instrument that is not ready is expected back, in seconds.</summary>
    private const double Absence = 3600;

    /// <summary>A place that is about to be left: the next step's instrument has not yet confirmed, in seconds.</summary>
    private const double Leaving = 1;

    private static readonly IReadOnlyDictionary<string, double> Nothing = new Dictionary<string, double>();

    private readonly LabSituation _picture;
    private readonly IReadOnlyList<StepGranted> _ordered;
    private readonly Dictionary<string, int> _numbers;
    private readonly Dictionary<(string Run, int Trial), List<StepGranted>> _grants;
    private readonly Dictionary<IReadOnlyList<(int Instrument, double Seconds, string? Key)>, int> _kinds = new(SameOptions.Instance);

    public LabSamples(LabSituation picture)
    {
        _picture = picture;
        Instruments = [.. picture.Instruments.OrderBy(instrument => instrument.Id, StringComparer.Ordinal)];
        _numbers = Instruments.Select((instrument, number) => (instrument.Id, number)).ToDictionary(pair => pair.Id, pair => pair.number);
        _ordered = [.. picture.State.Grants.Values.OrderBy(grant => grant.At).ThenBy(grant => grant.Id.ToString(), StringComparer.Ordinal)];
        _grants = _ordered.GroupBy(grant => (grant.Id.Run, grant.Id.Trial)).ToDictionary(grants => grants.Key, grants => grants.ToList());
        Timelines = [.. Instruments.Select(instrument => new Timeline(instrument, picture.State.Uses.GetValueOrDefault(instrument.Id)?.SetUpFor, From(instrument)))];
        foreach (var demand in picture.Demands.OrderBy(demand => demand.Run, StringComparer.Ordinal))
        {
            foreach (var route in demand.Samples)
            {
                Add(demand, route);
            }
        }

        OccupyForOthers();
    }

    public IReadOnlyList<InstrumentView> Instruments { get; }

    public IReadOnlyList<Timeline> Timelines { get; }

    public List<Sample> Samples { get; } = [];

    /// <summary>The number of an instrument, or null when it is not known.</summary>
    public int? NumberOf(string instrument) => _numbers.TryGetValue(instrument, out var number) ? number : null;

    /// <summary>How much there is of a stock, with what rounding may have lost.</summary>
    public double StockOf(string item) => _picture.State.Stock.GetValueOrDefault(item) * (1 + 1e-9);

    /// <summary>What an instrument's time went to.</summary>
    public InstrumentUse UseOf(int number) => _picture.State.Uses.GetValueOrDefault(Instruments[number].Id) ?? InstrumentUse.None;

    private double From(InstrumentView instrument) =>
        instrument.Ready ? 0 : instrument.ReadyAt is { } at ? Math.Max(Leaving, (at - _picture.Now).TotalSeconds) : Absence;

    private void Add(CampaignDemand demand, SampleRoute route)
    {
        var index = Samples.Count;
        var grants = _grants.GetValueOrDefault((demand.Run, route.Trial)) ?? [];
        var granted = route.Owed is { } owed && grants.Exists(grant => grant.Id == owed);
        var steps = granted ? [.. route.Steps.Skip(1)] : route.Steps;
        var going = granted ? route.Owed : route.Running;
        var ready = Math.Max(0, (route.NotBefore - _picture.Now).TotalSeconds);
        int? lies = null;
        foreach (var grant in grants)
        {
            var isGoing = grant.Id == going;
            var end = isGoing ? EndOf(grant) : Leaving;
            ready = isGoing ? end : ready;
            var stays = grant.Keeps == true && steps.Count > 0 && (isGoing || (grant.Id == route.Lies && going is null));
            if (NumberOf(grant.Instrument) is { } number)
            {
                Timelines[number].Occupy(stays ? double.PositiveInfinity : end, grant.SetUpFor, index);
                lies = stays ? number : lies;
            }
        }

        if (going is not null && !grants.Exists(grant => grant.Id == going))
        {
            ready = Unknown;
        }

        var rest = granted ? route with { Owed = null, Running = route.Owed, Steps = steps, Until = null } : route;
        var needs = rest.Owed is null ? Nothing : Needs(steps[0]);
        var lacks = _picture.Stock.FirstOrDefault(item => needs.TryGetValue(item.Name, out var need) && need > StockOf(item.Name));
        ready = lacks is null ? ready : Math.Max(ready, Absence);
        List<IReadOnlyList<(int Instrument, double Seconds, string? Key)>> options = [.. steps.Select(Options)];
        Samples.Add(new Sample
        {
            Index = index,
            Demand = demand,
            Route = rest,
            Options = options,
            Kinds = [.. options.Select(KindOf)],
            LinkedTo = LinkedTo(rest.Steps, options),
            Offered = options.FindIndex(step => step.Count == 0) is >= 0 and var lacking ? lacking : options.Count,
            Ready = ready,
            LiesOn = lies,
            Needs = needs,
            Lacks = lacks,
            Until = rest.Until is { } until ? (until - _picture.Now).TotalSeconds : null,
            WorkFrom = WorkFrom(options),
            Since = rest.Owed is null ? ready : (route.Since - _picture.Now).TotalSeconds,
            Overtaken = rest.Owed is null ? 0 : options[0]
                .Max(option => UseOf(option.Instrument).Overtook(demand.Run, route.Since, option.Seconds / demand.Priority) as double?) ?? 0,
        });
    }

    private IReadOnlyDictionary<string, double> Needs(RouteStep step) => _picture.Stock.Count == 0 ? Nothing
        : _picture.Stock.Select(item => (item.Name, Amount: item.UsedBy(step.Capability, step.Inputs))).Where(use => use.Amount > 0).ToDictionary(use => use.Name, use => use.Amount);

    private static double[] WorkFrom(List<IReadOnlyList<(int Instrument, double Seconds, string? Key)>> options)
    {
        var work = new double[options.Count];
        for (var step = options.Count - 1; step >= 0; step--)
        {
            work[step] = (step + 1 < options.Count ? work[step + 1] : 0) + options[step].Select(option => option.Seconds).DefaultIfEmpty().Min();
        }

        return work;
    }

    private int[] LinkedTo(IReadOnlyList<RouteStep> steps, List<IReadOnlyList<(int Instrument, double Seconds, string? Key)>> options)
    {
        var linked = new int[steps.Count];
        for (var step = steps.Count - 1; step >= 0; step--)
        {
            var links = step + 1 < steps.Count && (steps[step + 1].Within is not null || options[step].Any(option => Instruments[option.Instrument].KeepsSamples));
            linked[step] = links ? linked[step + 1] : step;
        }

        return linked;
    }

    private int KindOf(IReadOnlyList<(int Instrument, double Seconds, string? Key)> options)
    {
        if (!_kinds.TryGetValue(options, out var kind))
        {
            _kinds[options] = kind = _kinds.Count;
        }

        return kind;
    }

    /// <summary>What takes longer than expected is expected to take a tenth more.</summary>
    private double EndOf(StepGranted grant)
    {
        var expected = grant.ExpectedSeconds ?? Unknown;
        var left = (grant.At - _picture.Now).TotalSeconds + expected;
        return left > 0 ? left : Math.Max(Leaving, expected / 10);
    }

    /// <summary>Instruments whose limits allow the inputs; when there are none any that offers the capability: its refusal then says in the journal which limit stood in the way.</summary>
    private (int Instrument, double Seconds, string? Key)[] Options(RouteStep step)
    {
        var able = Instruments.Where(instrument => instrument.Capabilities.ContainsKey(step.Capability)).ToList();
        var accepting = able.Where(instrument => instrument.Accepts(step.Capability, step.Inputs)).ToList();
        return [.. (accepting.Count > 0 ? accepting : able)
            .Select(instrument => (_numbers[instrument.Id], Math.Max(Schedule.Instant, step.ExpectedOn(instrument).TotalSeconds), instrument.SetupFor(step.Inputs)))];
    }

    /// <summary>
    /// Places that are granted to runs which nobody speaks for, and those where the instrument is at work for somebody who holds no grant here: a run that was set aside,
    /// another host. It would refuse as busy. Of a run of this host the grants tell the truth sooner than the instrument's last state.
    /// </summary>
    private void OccupyForOthers()
    {
        var known = Samples.Select(sample => (sample.Demand.Run, sample.Route.Trial)).ToHashSet();
        foreach (var grant in _ordered.Where(grant => !known.Contains((grant.Id.Run, grant.Id.Trial))))
        {
            if (NumberOf(grant.Instrument) is { } number)
            {
                Timelines[number].Occupy(EndOf(grant), grant.SetUpFor, -1);
            }
        }

        var runs = _picture.Demands.Select(demand => demand.Run).ToHashSet();
        foreach (var (instrument, number) in Instruments.Select((instrument, number) => (instrument, number)))
        {
            foreach (var text in instrument.Active.Where(text => !DispatchId.TryParse(text, out var id) || (!runs.Contains(id.Run) && !_picture.State.Grants.ContainsKey(id))))
            {
                Timelines[number].Occupy(Unknown, null, -1);
            }
        }
    }
}
