using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

/// <summary>Tells a campaign event by event. Every event is checked by folding it at the end, as the loop would.</summary>
internal sealed class Story
{
    public static readonly DateTimeOffset Epoch = new(2026, 3, 14, 18, 0, 0, TimeSpan.Zero);

    private readonly List<(DateTimeOffset At, int Order, CampaignEvent Event)> _events = [];
    private long _opened;
    private int _proposals;

    public Story(CampaignSpec spec)
    {
        Spec = spec;
        Run = spec.Name + "-7f3a";
        Add(Epoch, new CampaignStarted(Run, spec, new string('a', 60) + "5pec"));
        Open(Epoch.AddMilliseconds(20));
    }

    public CampaignSpec Spec { get; }

    public string Run { get; }

    /// <summary>All events in the order of their times; those of one time in the order in which they were told.</summary>
    public IReadOnlyList<CampaignEvent> Events => [.. _events.OrderBy(entry => entry.At).ThenBy(entry => entry.Order).Select(entry => entry.Event)];

    public Story Add(DateTimeOffset at, CampaignEvent happened)
    {
        _events.Add((at, _events.Count, happened with { At = at }));
        return this;
    }

    public Story Open(DateTimeOffset at) => Add(at, new CampaignOpened(++_opened, "lab-pc-1", ".NET 10.0.0", 256));

    public Story Propose(DateTimeOffset at, int trial, Candidate candidate, string origin = "sobol", double? acquisition = null, params ObjectivePrediction[] predictions) =>
        Add(at, new BatchProposed(++_proposals, Spec.Seed, $"data{_proposals}", acquisition is null ? null : "model", [], [new ProposedTrial(trial, new ProposedCandidate(candidate, predictions, acquisition, origin))]));

    public Story Dispatch(DateTimeOffset at, int trial, string step, string instrument, int attempt = 1) => Add(
        at,
        new StepDispatched(Id(trial, step, attempt), instrument, $"ledger-{instrument}", true, "c0ffee", new Dictionary<string, ParameterValue> { ["trial"] = trial }, at.AddMinutes(10)));

    public Story Succeed(DateTimeOffset at, int trial, string step, DateTimeOffset started, int attempt = 1, bool late = false, params (string Output, double Value)[] outputs) => Add(
        at,
        new StepSucceeded(
            Id(trial, step, attempt),
            outputs.ToDictionary(output => output.Output, output => new ParameterValue(output.Value)),
            started,
            at.AddMilliseconds(-40),
            outputs.Length == 0 ? [] : [new ResultFileReference("trace.csv", "file:trace.csv", new string('e', 64), 1234)],
            late));

    public Story Fail(DateTimeOffset at, int trial, string step, string message, FailureKind kind = FailureKind.Error, SampleFate sample = SampleFate.Untouched, int attempt = 1) =>
        Add(at, new StepFailed(Id(trial, step, attempt), kind, sample, message));

    public Story Lose(DateTimeOffset at, int trial, string step, string reason, int attempt = 1) => Add(at, new StepIndeterminate(Id(trial, step, attempt), reason, false));

    public Story Observe(DateTimeOffset at, int trial, bool late = false, params (string Objective, double Value)[] values) =>
        Add(at, new ObservationRecorded(trial, values.ToDictionary(value => value.Objective, value => value.Value), "experiment", late));

    public DispatchId Id(int trial, string step, int attempt = 1) => new(Run, trial, step, attempt);
}
