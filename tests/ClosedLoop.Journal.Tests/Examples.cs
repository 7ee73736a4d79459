using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Journal.Tests;

/// <summary>One example of each event, with every member set, and a campaign of every kind of parameter.</summary>
internal static class Examples
{
    public static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 14, 18, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    public static readonly DispatchId Id = new("alloy-7f3a", 2, "measure", 1);

    private static readonly Candidate Candidate = new(
    [
        new("temperature", 350.25), new("loading", 1.0 / 3), new("cycles", 4), new("hours", 0.5), new("solvent", "DMSO"), new("Fe", 60), new("Ni", 25), new("Cr", 15),
    ]);

    private static readonly ModelAlarm Alarm = new(AlarmKind.DistributionShift, "y", 11, "y: results drift");

    private static readonly ModelSummary Model = new(
        "gp-matern52-ard", "m0de1", 12, new Dictionary<string, double> { ["y.lengthscale.temperature"] = 0.1 + 0.2 }, new Dictionary<string, double> { ["y.loo.coverage95"] = 0.9166666666666666 });

    public static CampaignSpec Spec { get; } = new()
    {
        Name = "alloy",
        Seed = ulong.MaxValue,
        Space = new SearchSpace
        {
            Parameters =
            [
                new ContinuousParameter { Name = "temperature", Unit = "°C", Lower = 20, Upper = 400.5 },
                new ContinuousParameter { Name = "loading", Lower = 0.01, Upper = 10, Scale = Scale.Log },
                new IntegerParameter { Name = "cycles", Lower = 1, Upper = 9 },
                new DiscreteParameter { Name = "hours", Unit = "h", Levels = [0.5, 1, 2] },
                new CategoricalParameter { Name = "solvent", Levels = ["water", "DMSO"] },
                new CompositionParameter { Name = "alloy", Total = 100, Step = 5, Parts = [new("Fe", 20, 80), new("Ni", 10, 60), new("Cr", 0, 30)] },
            ],
            Constraints = [new LinearConstraint(new Dictionary<string, double> { ["temperature"] = 1, ["Cr"] = -2.5 }, Relation.AtLeast, 10)],
            Table = [Candidate],
        },
        Objectives =
        [
            new Objective { Name = "y", Goal = Goal.Target, Target = 520, Unit = "nm", PlausibleLower = 100, PlausibleUpper = 2000 },
            new Objective { Name = "cost", Goal = Goal.Minimize },
        ],
        Workflow =
        [
            new Step { Name = "mix", Capability = "mix", Inputs = new Dictionary<string, StepInput> { ["fe"] = StepInput.Of("Fe"), ["gas"] = new(null, "argon"), ["rpm"] = new(null, 300) }, Outputs = ["vial"], Cost = 1.5 },
            new Step
            {
                Name = "measure", Capability = "measure", Inputs = new Dictionary<string, StepInput> { ["vial"] = StepInput.Of("vial") }, Outputs = ["y", "cost"],
                Deadline = TimeSpan.FromMinutes(90.5), Retry = new RetryPolicy(2), Repeatable = true,
            },
        ],
        Batch = new BatchPolicy(BatchMode.Synchronous, 4),
        Budget = new Budget(48, TimeSpan.FromHours(36), 99.5),
        InitialTrials = 12,
        StopRules = [new TargetReached("y", 5), new NoProgress(10, 0.25)],
        OnFailure = FailurePolicy.Penalty,
        Lab = "demo",
    };

    public static IReadOnlyList<CampaignEvent> Events { get; } =
    [
        .. new CampaignEvent[]
        {
            new CampaignStarted("alloy-7f3a", Spec, "5bec"),
            new CampaignOpened(3, "lab-pc-1", ".NET 10.0.0", 256),
            new BatchProposed(2, ulong.MaxValue, "da7a", "m0de1", [1], [new ProposedTrial(2, new ProposedCandidate(Candidate, [new ObjectivePrediction("y", 512.5, 8.25)], -3.5, "logEI"))]),
            new StepDispatched(Id, "spectrometer", "L1", true, "c0de", new Dictionary<string, ParameterValue> { ["vial"] = "A1", ["rpm"] = 300 }, At.AddMinutes(90.5)),
            new StepAccepted(Id),
            new StepSucceeded(Id, new Dictionary<string, ParameterValue> { ["y"] = 518.75, ["note"] = "clear" }, At, At.AddSeconds(0.5), [new ResultFileReference("trace.csv", "file:///data/trace.csv", "e3b0", 1234)], true),
            new StepFailed(Id, FailureKind.Timeout, SampleFate.Altered, "took “too” long <&>"),
            new StepIndeterminate(Id, "power cut", true),
            new StepClosed(Id),
            new ObservationRecorded(2, new Dictionary<string, double> { ["y"] = 518.75, ["cost"] = 1e-300 }, "experiment", true),
            new TrialFailed(2, "measure: took too long", FailurePolicy.Penalty),
            new Retrained("da7a", Model),
            new MessageQuarantined("spectrometer", Id.ToString(), "not JSON", "{\"y\": NaN\n\t\0"),
            new CampaignPaused("lunch"),
            new CampaignResumed("back"),
            new CampaignStopping("enough"),
            new CampaignAborting("smoke"),
            new CampaignDraining("update"),
            new CampaignSuspended(),
            new CampaignFaulted("the optimizer failed"),
            new CampaignCompleted("all 48 trials of the budget are proposed", 2),
            new CampaignAborted("smoke"),
        }.Select((happened, index) => happened with { At = At.AddSeconds(index) }),
    ];

    /// <summary>Kinds and members that came after the golden journal was written.</summary>
    public static IReadOnlyList<CampaignEvent> Later { get; } =
    [
        .. new CampaignEvent[]
        {
            new StepFailed(Id, FailureKind.Failed, SampleFate.Untouched, "time-limit: it ran for 10 minutes") { Cost = 0.1 },
            new AlarmRaised(Alarm),
            new AlarmEnded(AlarmKind.Exploitation, "y", 9),
            new AlarmEnded(AlarmKind.DiversityCollapse, null, 9),
            new Retrained("da7a", Model with { Reasons = ["y: gp-matern52-ard"], Importances = [new("y", "temperature", 0.75, 0.5, 0.625)], Alarms = [Alarm] }),
            new BatchProposed(3, 1, "da7a", "m0de1", [], [new ProposedTrial(3, new ProposedCandidate(Candidate, [new("y", 512.5, 8.25) { Lower = 496, Upper = 529.5 }], -3.5, "logEI")
            {
                Extrapolation = new(0.25, 0.5),
            })]),
            new WindowMissed(2, "measure", At.AddMinutes(30), MissedWindow.Proceed),
            new StockShort(Id, "solvent", "it needs 12 mL of solvent, and 3 mL are left"),
            new PersonAsked(2, "anneal", At.AddHours(1), true),
            new PersonAnswered(2, "anneal", false, "too hot", true),
            new RequestWithdrawn(2, "anneal"),
        }.Select(happened => happened with { At = At }),
    ];

    /// <summary>The same kinds with what may be missing missing.</summary>
    public static IReadOnlyList<CampaignEvent> Sparse { get; } =
    [
        .. new CampaignEvent[]
        {
            new CampaignStarted("bare-1", Spec with { Space = Spec.Space with { Table = null, Constraints = [] }, Budget = new Budget(1, null, null), StopRules = [], OnFailure = FailurePolicy.Skip }, "5bec"),
            new BatchProposed(1, 0, "", null, [], []),
            new BatchProposed(1, 0, "", null, [], [new ProposedTrial(1, new ProposedCandidate(Candidate, [], null, "sobol"))]),
            new StepSucceeded(Id, new Dictionary<string, ParameterValue>(), At, At, [], false),
            new Retrained("da7a", null),
            new MessageQuarantined("topic/x", null, "why", ""),
            new CampaignCompleted("the search space is exhausted", null),
        }.Select(happened => happened with { At = At }),
    ];

    public static IReadOnlyList<LabEvent> LabEvents { get; } =
    [
        new StepGranted(Id, "spectrometer", "L1", true) { At = At },
        new PlaceReleased(Id) { At = At },
        new StrayMessageKept("spectrometer", Id.ToString(), "no campaign of this host has such a run", "StatusArrived") { At = At },
        new StrayMessageKept("topic/x", null, "why", "") { At = At },
    ];

    /// <summary>Kinds and members of the lab's events that came after the golden journal was written.</summary>
    public static IReadOnlyList<LabEvent> LaterLabEvents { get; } =
    [
        new StockCounted("solvent", 500, "the lab file says so") { At = At },
        new StockCounted("solvent", 480.5, "an operator says so") { At = At, Request = "r-1" },
        new PlaceReleased(Id) { At = At, Unused = true },
    ];
}
