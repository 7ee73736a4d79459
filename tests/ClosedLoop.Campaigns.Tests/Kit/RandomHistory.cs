using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>A campaign in a lab where everything goes wrong that the loop's commands can tell of: one seed, one history.</summary>
internal sealed class RandomHistory
{
    private static readonly string[] Ledgers = ["L1", "L1", "L1", "L1", "L1", "L1", "L1", "L1", "L1", "L2"];
    private static readonly string[] Instruments = ["rig", "rig", "rig", "rig", "rig", "other"];

    private readonly Random _chance;
    private readonly List<CampaignCommand> _commands = [];
    private readonly List<CampaignEvent> _events = [];
    private DateTimeOffset _now = Story.Beginning;

    public RandomHistory(int seed, CampaignSpec spec)
    {
        _chance = new Random(seed);
        Do(new StartCampaign(_now, Story.Run, spec, "5bec"));
        Do(new OpenCampaign(_now, "host", ".NET 10", 256));
    }

    /// <summary>Told of the state before, the command and what it led to.</summary>
    public event Action<CampaignState, CampaignCommand, IReadOnlyList<CampaignEvent>>? Decided;

    public CampaignState State { get; private set; } = CampaignState.Empty;

    public IReadOnlyList<CampaignCommand> Commands => _commands;

    public IReadOnlyList<CampaignEvent> Events => _events;

    public IReadOnlyList<CampaignWork> Work => CampaignLoop.NextWork(State, _now);

    /// <summary>One thing happens.</summary>
    public void Step()
    {
        _now = _now.AddSeconds(_chance.Next(100));
        Do(_chance.Next(100) switch
        {
            < 45 => Perform(),
            < 75 => AnyAnswer(),
            < 86 => Later(),
            < 90 => new SteerCampaign(_now, Pick(SteeringOrder.Pause, SteeringOrder.Resume, SteeringOrder.Resume, SteeringOrder.Drain), "wished"),
            < 91 => _chance.Next(3) == 0 ? new SteerCampaign(_now, Pick(SteeringOrder.Stop, SteeringOrder.Abort), "wished") : new Tick(_now),
            < 94 => State.IsOver ? new Tick(_now) : new OpenCampaign(_now, "host", ".NET 10", 256),
            < 95 => AnyRequest(),
            < 96 => new LedgerSeen(_now, "rig", Pick(Ledgers)),
            < 98 => new QuarantineMessage(_now, "rig", null, "not JSON", "{"),
            < 99 => new FaultCampaign(_now, "the optimizer failed"),
            _ => new TakeModel(_now, State.DataHash, Model()),
        });
    }

    /// <summary>Faults stop: everything owed is performed, and everything asked is answered by the ledger that the dispatch went to.</summary>
    public bool Settle(int rounds)
    {
        if (State.Paused)
        {
            Do(new SteerCampaign(_now, SteeringOrder.Resume, "back"));
        }

        for (var round = 0; round < rounds && !State.IsOver; round++)
        {
            _now = _now.AddMinutes(1);
            if (State.Suspended || State.Fault is not null || State.Draining)
            {
                Do(new OpenCampaign(_now, "host", ".NET 10", 256));
            }

            foreach (var work in Work)
            {
                Serve(work);
            }

            Do(new Tick(_now));
        }

        return State.IsOver;
    }

    private void Serve(CampaignWork work)
    {
        switch (work)
        {
            case CampaignWork.Propose or CampaignWork.Retrain or CampaignWork.Place or CampaignWork.Ask or CampaignWork.Withdraw: Do(Perform(work)); break;
            case CampaignWork.Send w: Reply(w.Id, Result(w.Id)); break;
            case CampaignWork.Query w: Reply(w.Id, Result(w.Id)); break;
            case CampaignWork.Cancel w: Reply(w.Id, new DispatchAnswer.Failed(FailureKind.Cancelled, SampleFate.Unknown, "cancelled")); break;
            case CampaignWork.Close w: Reply(w.Id, new DispatchAnswer.Closed()); break;
            default: break;
        }
    }

    private void Reply(DispatchId id, DispatchAnswer answer)
    {
        var decision = State.Find(id)!.Decision;
        Do(new TakeAnswer(_now, id, decision.Instrument, decision.LedgerId, answer));
    }

    private void Do(CampaignCommand command)
    {
        var before = State;
        var events = CampaignLoop.Decide(before, command);
        State = events.Aggregate(before, CampaignLoop.Evolve);
        _commands.Add(command);
        _events.AddRange(events);
        Decided?.Invoke(before, command, events);
    }

    private CampaignCommand Perform()
    {
        var work = Work;
        return Perform(work[_chance.Next(work.Count)]);
    }

    private CampaignCommand Perform(CampaignWork work) => work switch
    {
        CampaignWork.Propose w => new TakeProposal(
            _now,
            w.Number - (_chance.Next(20) == 0 ? 1 : 0),
            w.DataHash,
            [.. State.Pending.Select(trial => trial.Number)],
            [.. Enumerable.Range(0, _chance.Next(60) == 0 ? 0 : w.Count + _chance.Next(2)).Select(_ => Story.Proposed(_chance.NextDouble()))],
            null),
        CampaignWork.Retrain w => new TakeModel(_now, w.DataHash, Model()),
        CampaignWork.Place w => new PlaceStep(_now, w.Id, "rig", "L1", true, "c0de", CampaignLoop.Inputs(State, w.Id)),
        CampaignWork.Ask w => new AnswerRequest(_now, w.Request, _chance.Next(4) > 0, "a person says so"),
        CampaignWork.Withdraw w => new WithdrawRequest(_now, w.Request),
        CampaignWork.Send w => Answer(w.Id, new DispatchAnswer.Accepted()),
        CampaignWork.Query w => Answer(w.Id, Result(w.Id)),
        _ => new Tick(_now),
    };

    /// <summary>About anything that was ever asked, or waits for something.</summary>
    private CampaignCommand AnyRequest()
    {
        var owed = Work.OfType<CampaignWork.Place>().FirstOrDefault();
        var asked = State.Requests.Keys.FirstOrDefault();
        return owed is not null && _chance.Next(2) == 0 ? new NoteShortage(_now, owed.Id, Pick("water", "salt"), "little is left")
            : asked is not null ? Pick<CampaignCommand>(new AnswerRequest(_now, asked, false, "no"), new WithdrawRequest(_now, asked))
            : new Tick(_now);
    }

    private CampaignCommand AnyAnswer()
    {
        var dispatches = State.Trials.Values.SelectMany(trial => trial.Dispatches).ToList();
        if (dispatches.Count == 0)
        {
            return new Tick(_now);
        }

        // Mostly about what is new; sometimes about anything that ever was.
        var id = dispatches[_chance.Next(3) == 0 ? _chance.Next(dispatches.Count) : dispatches.Count - 1 - _chance.Next(Math.Min(3, dispatches.Count))].Id;
        return Answer(id, _chance.Next(12) switch
        {
            0 => new DispatchAnswer.Accepted(),
            1 => new DispatchAnswer.Unknown(),
            2 => new DispatchAnswer.Done(),
            3 => new DispatchAnswer.Closed(),
            4 => new DispatchAnswer.Indeterminate("power cut"),
            5 => new DispatchAnswer.Failed(FailureKind.Error, SampleFate.Untouched, "busy"),
            6 => new DispatchAnswer.Failed(FailureKind.Timeout, Pick(SampleFate.Altered, SampleFate.Unknown), "broke"),
            7 => Story.Result(("y", double.NaN)),
            _ => Result(id),
        });
    }

    private TakeAnswer Answer(DispatchId id, DispatchAnswer answer) => new(_now, id, Pick(Instruments), Pick(Ledgers), answer);

    private DispatchAnswer.Result Result(DispatchId id) => Story.Result([.. State.Step(id.Step).Outputs.Select(output => (output, new ParameterValue(_chance.NextDouble())))]);

    private Tick Later()
    {
        _now = _now.AddMinutes(_chance.Next(4) == 0 ? _chance.Next(90) : _chance.Next(10));
        return new Tick(_now);
    }

    private T Pick<T>(params T[] choices) => choices[_chance.Next(choices.Length)];

    /// <summary>With an alarm that comes and goes.</summary>
    private ModelSummary Model() => new("gp", "m0de1", State.Observed.Count, new Dictionary<string, double>(), new Dictionary<string, double>())
    {
        Alarms = State.Observed.Count % 3 == 0 ? null : [new(AlarmKind.DistributionShift, null, 1, "results drift")],
    };
}
