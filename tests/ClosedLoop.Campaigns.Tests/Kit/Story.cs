using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>Given a campaign and what was done so far, when a command comes, then these facts follow.</summary>
internal sealed class Story
{
    public const string Run = "run-7f3a";

    public static readonly DateTimeOffset Beginning = new(2026, 3, 14, 18, 0, 0, TimeSpan.Zero);

    private readonly List<CampaignEvent> _all = [];

    private Story()
    {
    }

    public CampaignState State { get; private set; } = CampaignState.Empty;

    public DateTimeOffset Now { get; private set; } = Beginning;

    /// <summary>All facts so far.</summary>
    public IReadOnlyList<CampaignEvent> All => _all;

    /// <summary>What the last command led to.</summary>
    public IReadOnlyList<CampaignEvent> Last { get; private set; } = [];

    public IReadOnlyList<CampaignWork> Work => CampaignLoop.NextWork(State, Now);

    public static Story Unborn() => new();

    public static Story Of(CampaignSpec spec) => Unborn().When(at => new StartCampaign(at, Run, spec, "5bec")).Open();

    public static DispatchId Id(int trial, string step = "measure", int attempt = 1) => new(Run, trial, step, attempt);

    public Story When(Func<DateTimeOffset, CampaignCommand> command)
    {
        Last = CampaignLoop.Decide(State, command(Now));
        foreach (var happened in Last)
        {
            happened.At.ShouldBe(Now);
            State = CampaignLoop.Evolve(State, happened);
            _all.Add(happened);
        }

        return this;
    }

    public Story Then(params CampaignEvent[] facts)
    {
        Last.Select(Told.Of).ShouldBe(facts.Select(Told.Of));
        return this;
    }

    public Story ThenNothing() => Then();

    public Story After(double minutes)
    {
        Now = Now.AddMinutes(minutes);
        return this;
    }

    public Story Open() => When(at => new OpenCampaign(at, "host", ".NET 10", 256));

    public Story Tick() => When(at => new Tick(at));

    public Story Steer(SteeringOrder order, string reason = "wished") => When(at => new SteerCampaign(at, order, reason));

    /// <summary>The optimizer answers what is owed now, with these values of x.</summary>
    public Story Propose(params double[] xs) => When(at => new TakeProposal(
        at, State.Proposals + 1, State.DataHash, [.. State.Pending.Select(trial => trial.Number)], [.. xs.Select(Proposed)], null));

    public Story Retrain() => When(at => new TakeModel(at, State.DataHash, null));

    public Story Place(int trial, string step = "measure", int attempt = 1, string instrument = "rig", string ledger = "L1") => When(at => new PlaceStep(
        at, Id(trial, step, attempt), instrument, ledger, true, "c0de", CampaignLoop.Inputs(State, Id(trial, step, attempt))));

    public Story Answer(DispatchId id, DispatchAnswer answer, string instrument = "rig", string ledger = "L1") => When(at => new TakeAnswer(at, id, instrument, ledger, answer));

    public Story Accept(int trial, string step = "measure", int attempt = 1) => Answer(Id(trial, step, attempt), new DispatchAnswer.Accepted());

    public Story Deliver(int trial, string step, int attempt, params (string Output, ParameterValue Value)[] outputs) => Answer(Id(trial, step, attempt), Result(outputs));

    public Story Measure(int trial, double y, int attempt = 1) => Deliver(trial, "measure", attempt, ("y", y));

    public Story Fail(int trial, SampleFate fate, string step = "measure", int attempt = 1) =>
        Answer(Id(trial, step, attempt), new DispatchAnswer.Failed(FailureKind.Error, fate, "broke"));

    public Story Fail(int trial, FailureKind kind) => Answer(Id(trial, "measure", 1), new DispatchAnswer.Failed(kind, SampleFate.Untouched, "broke"));

    /// <summary>A trial from proposal to the fitted surrogate.</summary>
    public Story Complete(double x, double y)
    {
        Propose(x);
        var trial = State.Trials.Count;
        return Place(trial).Measure(trial, y).Retrain();
    }

    public static DispatchAnswer.Result Result(params (string Output, ParameterValue Value)[] outputs) =>
        new(outputs.ToDictionary(output => output.Output, output => output.Value), Beginning, Beginning, []);

    public static ProposedCandidate Proposed(double x) => new(new Candidate([new("x", x)]), [], null, "sobol");
}
