using ClosedLoop.Domain;

namespace ClosedLoop.Messaging.Tests;

/// <summary>Valid messages, drawn from a seed.</summary>
internal sealed class RandomMessages(int seed)
{
    private static readonly string[] Words = ["mix", "anneal", "°C", "Ωm", "a \"quoted\" word", "ligne\nnouvelle", "x", "深圳", "\\", "emoji 🧪"];
    private readonly Random _random = new(seed);

    public IEnumerable<object> OneOfEach() =>
    [
        new PresenceMessage(Bool(), Whole(), Maybe(() => "ledger-" + Whole()), At()),
        new CapabilitiesMessage(Many(Capability), 1 + _random.Next(8), Bool(), Bool(), Word())
        {
            KeepsSamples = Bool() ? Bool() : null,
            Setup = Bool() ? new SetupMessage(Word(), _random.Next(1000)) : null,
        },
        new StateMessage(Pick("ok", "degraded", "failed"), Pick("idle", "busy", "paused", "stopped"), Many(() => Id().ToString()), Maybe(Word), At()),
        Command(),
        Control(),
        Status(),
        new ResultMessage(Id(), Word(), Values(), At(), At(), Many(() => new ResultFile(Word(), "file:///" + Whole(), Hex(), Whole()))),
        new TelemetryMessage(Number(), At()),
        new CampaignControlMessage(Any<CampaignVerb>(), Maybe(Word)) { Request = Word() },
        new HostControlMessage(Any<HostVerb>(), Word(), Word()) { Item = Word(), Amount = _random.Next(1000), RequestId = Maybe(Word) },
        new StockMessage(Word(), _random.Next(1000), Maybe(Word), At()),
        new RequestMessage(Word(), Word(), 1 + _random.Next(9), Word(), [Word(), Word()], Word(), At(), At()),
        new ReplyMessage(Bool(), Many(Word)),
        Question(),
        Proposal(),
    ];

    private PlannerQuestionMessage Question() => new()
    {
        Campaign = Word(),
        Run = Word(),
        Declare = System.Text.Json.JsonSerializer.SerializeToElement(new Dictionary<string, string> { [Word()] = Word() }),
        Tell = Many(() => new PlannerTrial { Id = Word(), Candidate = new Candidate(Values()), Values = Bool() ? Numbers() : null, Failed = Bool() ? Bool() : null, Source = Maybe(Word) }),
        Ask = Bool() ? new PlannerAsk { N = 1 + _random.Next(96), Pending = Many(() => new PlannerPending { Candidate = new Candidate(Values()), Source = Maybe(Word) }), Remaining = Bool() ? Math.Abs(Number()) : null } : null,
        AnswerBy = At(),
        CorrelationId = Maybe(Word),
    };

    private ProposalMessage Proposal() => new()
    {
        Candidates = Bool() ? Many(Planned) : null,
        ModelHash = Maybe(Hex),
        Model = Bool() ? new ModelSummary(Word(), Hex(), _random.Next(9), Numbers(), Numbers()) : null,
        Error = Bool() ? new PlannerError(Word()) : null,
        CorrelationId = Maybe(Word),
    };

    private PlannedCandidate Planned() => new()
    {
        Candidate = new Candidate(Values()),
        Predictions = Bool() ? Keys().ToDictionary(key => key, _ => new PlannedValue { Mean = Number(), Sd = Math.Abs(Number()) }) : null,
        Acquisition = Bool() ? Number() : null,
        Source = Maybe(Word),
        Origin = Maybe(Word),
    };

    private Dictionary<string, double> Numbers() => Keys().ToDictionary(key => key, _ => Number());

    public CommandMessage Command() => new()
    {
        DispatchId = Id(),
        Capability = Word(),
        Parameters = Values(),
        Sample = Word(),
        Simulated = Bool(),
        LedgerId = Word(),
        Epoch = Whole(),
        StartBy = At(),
        TimeLimit = TimeSpan.FromTicks(1 + _random.NextInt64(TimeSpan.TicksPerDay * 30)),
    };

    private ControlMessage Control()
    {
        var verb = Any<ControlVerb>();
        return new ControlMessage(verb, verb is ControlVerb.Query or ControlVerb.Cancel or ControlVerb.Close ? Id() : null, Whole(), Maybe(Word));
    }

    private StatusMessage Status()
    {
        var status = Any<DispatchStatus>();
        return new StatusMessage
        {
            DispatchId = Id(),
            Status = status,
            LedgerId = Word(),
            At = At(),
            CommandHash = Maybe(Hex),
            Refusal = status == DispatchStatus.Rejected ? Any<RefusalReason>() : null,
            Failure = status == DispatchStatus.Failed ? Any<FailureKind>() : null,
            Sample = status == DispatchStatus.Failed ? Any<SampleFate>() : null,
            Message = Maybe(Word),
            Progress = Bool() ? _random.NextDouble() : null,
            Closed = Bool(),
        };
    }

    private CapabilityMessage Capability() => new(
        Word(),
        Many(Word),
        Many(Word),
        Keys().ToDictionary(key => key, _ => new ParameterLimit(-_random.NextDouble(), _random.NextDouble(), Maybe(Word))),
        Bool() ? _random.NextDouble() * 1e4 : null);

    private Dictionary<string, ParameterValue> Values() => Keys().ToDictionary(key => key, _ => Bool() ? new ParameterValue(Number()) : new ParameterValue(Word()));

    private DispatchId Id() => new("run-" + _random.Next(1000), 1 + _random.Next(500), Pick("mix", "anneal", "measure"), 1 + _random.Next(3));

    private DateTimeOffset At() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(_random.NextInt64(TimeSpan.TicksPerDay * 365)).ToOffset(TimeSpan.FromHours(_random.Next(-11, 12)));

    private double Number() => BitConverter.Int64BitsToDouble(_random.NextInt64()) is var number && double.IsFinite(number) ? number : 1.0 / 3;

    private IEnumerable<string> Keys() => Words.Where(_ => Bool());

    private List<T> Many<T>(Func<T> make) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => make())];

    private string? Maybe(Func<string> make) => Bool() ? make() : null;

    private T Any<T>()
        where T : struct, Enum => Pick(Enum.GetValues<T>());

    private T Pick<T>(params T[] all) => all[_random.Next(all.Length)];

    private string Word() => Pick(Words);

    private string Hex() => string.Concat(Enumerable.Range(0, 64).Select(_ => "0123456789abcdef"[_random.Next(16)]));

    private long Whole() => _random.NextInt64(1L << _random.Next(1, 62));

    private bool Bool() => _random.Next(2) == 1;
}
