using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Placing;

/// <summary>
/// The samples of a lab go their ways in virtual time under a way of placing. What instruments tell arrives late and out of order when wanted; campaigns learn of ends
/// only by what arrives, as in the real lab.
/// </summary>
internal sealed class PlacingRun
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PlacingLab _lab;
    private readonly Func<LabSituation, PlacementPlan> _place;
    private readonly PlacingChance _chance;
    private readonly PriorityQueue<Action, (double At, int Number)> _events = new();
    private readonly List<Moving> _samples = [];
    private readonly Dictionary<string, string?> _setUpFor = [];
    private readonly HashSet<string> _away = [];
    private LabState _state = LabState.Empty;
    private double _now;
    private int _number;

    public PlacingRun(PlacingLab lab, PlacingChance chance, Func<LabSituation, PlacementPlan> place) => (_lab, _chance, _place) = (lab, chance, place);

    /// <summary>Steps that began after their time limit.</summary>
    public int Missed { get; private set; }

    /// <summary>The last plan: what waits, and why.</summary>
    public PlacementPlan Last { get; private set; } = PlacementPlan.Empty;

    /// <summary>Samples that are through.</summary>
    public int Done { get; private set; }

    /// <summary>Every grant in the order in which it was given.</summary>
    public List<StepGranted> Grants { get; } = [];

    /// <summary>Grant → the time until its step was done, in seconds from the beginning.</summary>
    public List<(StepGranted Grant, double Start, double End)> Acts { get; } = [];

    /// <summary>Runs until all is done or nothing more happens; the time that it took in seconds, or null when samples are stuck.</summary>
    public double? Run()
    {
        foreach (var campaign in _lab.Campaigns)
        {
            for (var i = 0; i < campaign.InFlight; i++)
            {
                Enter(campaign);
            }
        }

        foreach (var (instrument, at, back) in _chance.Absences(_lab))
        {
            After(at, () => _away.Add(instrument));
            After(back, () => _away.Remove(instrument));
        }

        Place();
        while (_events.TryDequeue(out var happens, out var when))
        {
            _now = Math.Max(_now, when.At);
            happens();
            while (_events.TryPeek(out var more, out var soon) && soon.At <= _now)
            {
                _events.Dequeue();
                more();
            }

            Place();
        }

        return Done == _lab.Campaigns.Sum(campaign => campaign.Routes.Count) ? Acts.Max(act => act.End) : null;
    }

    private DateTimeOffset Now => Start.AddSeconds(_now);

    private void After(double seconds, Action happens) => _events.Enqueue(happens, (_now + seconds, _number++));

    private void Enter(PlacingCampaign campaign)
    {
        var trial = _samples.Count(sample => sample.Campaign == campaign) + 1;
        if (trial <= campaign.Routes.Count)
        {
            _samples.Add(new Moving(campaign, trial) { Since = Now });
        }
    }

    private void Place()
    {
        for (var again = true; again;)
        {
            again = false;
            var picture = new LabSituation(_state, [.. _lab.Instruments.Select(View)], [.. _lab.Campaigns.Select(Demand)], Now);
            var plan = _place(picture);
            Last = plan;
            if (plan.Grants.Count == 0 && plan.LookAgain is { } look)
            {
                After(Math.Max(0.001, (look - Now).TotalSeconds), () => { });
            }

            foreach (var grant in plan.Grants.Where(grant => !_state.Grants.ContainsKey(grant.Id)))
            {
                _state = LabLoop.Evolve(_state, grant with { At = Now });
                Grants.Add(grant);
                Begin(grant, _samples.First(sample => sample.Campaign.Run == grant.Id.Run && sample.Trial == grant.Id.Trial));
                again = true;
            }
        }
    }

    private void Begin(StepGranted grant, Moving sample)
    {
        var step = sample.Route[sample.Next];
        var instrument = _lab.Instruments.First(instrument => instrument.Id == grant.Instrument);
        if (sample.Next > 0 && step.Within is { } within && _now > sample.EndedAt + within.TotalSeconds + 1e-6)
        {
            Missed++;
        }

        var key = instrument.SetupFor(step.Inputs);
        var setup = key is not null && _setUpFor.GetValueOrDefault(instrument.Id) != key ? instrument.Setup!.Duration.TotalSeconds : 0;
        _setUpFor[instrument.Id] = key ?? _setUpFor.GetValueOrDefault(instrument.Id);
        var took = setup + (instrument.Expected[step.Capability].TotalSeconds * _chance.Stretch());
        var (started, before) = (_now, sample.Lies);
        (sample.Running, sample.Owed) = (grant, null);
        var told = _chance.Delay();
        After(told, () =>
        {
            sample.Lies = sample.Running == grant ? grant : sample.Lies;
            Leave(before);
        });
        After(took + Math.Max(told, _chance.Delay()), () => End(grant, sample, before));
        Acts.Add((grant, started, started + took));
        sample.EndsAt = started + took;
    }

    private void End(StepGranted grant, Moving sample, StepGranted? before)
    {
        Leave(before);
        (sample.Running, sample.Lies, sample.EndedAt, sample.Since) = (null, grant, sample.EndsAt, Now);
        sample.Next++;
        if (grant.Keeps != true || sample.IsDone)
        {
            Leave(grant);
        }

        if (sample.IsDone)
        {
            Done++;
            Enter(sample.Campaign);
        }
    }

    private void Leave(StepGranted? grant)
    {
        if (grant is not null && _state.Grants.ContainsKey(grant.Id))
        {
            _state = LabLoop.Evolve(_state, new PlaceReleased(grant.Id));
        }
    }

    private InstrumentView View(InstrumentView instrument) => _away.Contains(instrument.Id) ? instrument with { Ready = false } : instrument;

    private CampaignDemand Demand(PlacingCampaign campaign) =>
        new(campaign.Run, campaign.Run, campaign.Priority, [.. _samples.Where(sample => sample.Campaign == campaign && !sample.IsDone).Select(Route)]);

    private SampleRoute Route(Moving sample)
    {
        var next = sample.Running is null ? sample.Next : sample.Next + 1;
        sample.Owed = sample.Running is null ? new DispatchId(sample.Campaign.Run, sample.Trial, $"{sample.Next}-{sample.Route[sample.Next].Name}", 1) : null;
        return new SampleRoute(sample.Trial, [.. sample.Route.Skip(next)])
        {
            Owed = sample.Owed,
            Since = sample.Since,
            Running = sample.Running?.Id,
            Lies = sample.Lies?.Id,
            Until = sample.Owed is not null && sample.Next > 0 && sample.Route[sample.Next].Within is { } within ? Start.AddSeconds(sample.EndedAt) + within : null,
        };
    }

    private sealed class Moving(PlacingCampaign campaign, int trial)
    {
        public PlacingCampaign Campaign => campaign;

        public int Trial => trial;

        public IReadOnlyList<RouteStep> Route => campaign.Routes[trial - 1];

        public int Next { get; set; }

        public DateTimeOffset Since { get; set; }

        public double EndsAt { get; set; }

        public double EndedAt { get; set; }

        public DispatchId? Owed { get; set; }

        public StepGranted? Running { get; set; }

        public StepGranted? Lies { get; set; }

        public bool IsDone => Next >= Route.Count;
    }
}
