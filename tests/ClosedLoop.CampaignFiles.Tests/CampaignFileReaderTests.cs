using System.Text.Json;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles.Tests;

public sealed class CampaignFileReaderTests
{
    internal const string EveryKey = """
        name: every-key
        seed: 18446744073709551615
        lab: north_wing
        parameters:
          temperature: {type: continuous, lower: 20, upper: 90, unit: °C}
          rate: {type: continuous, lower: 1e-3, upper: 1, scale: log}
          n: {type: integer, lower: -6, upper: 12}
          t: {type: discrete, levels: [0.7, 1.05, 1.4], unit: mm}
          solvent: {type: categorical, levels: [water, "7", no]}
          base: {type: categorical, levels: {NaH: {pKa: 35, weight: 24}, BuLi: {pKa: 50, weight: 64.1}, KOH: {weight: 56.1, pKa: 15.7}}}
          stirring: {type: fixed, value: 300, unit: rpm}
          mode: {type: fixed, value: slow}
          alloy: {type: composition, parts: {Fe: {lower: 10, upper: 80}, Ni: {}, Cr: {upper: 50}}, total: 100, step: 5, unit: mol %}
        constraints:
          - temperature + 2*t <= 80
          - 3*(Ni - 1) - Cr/2 ≥ n - 200
          - (temperature - 50)^2/400   + log(rate)^2 <= 9
          - 2^3*t - temperature/(2*4) <= 3^2*10
        forbidden:
          - {solvent: water, base: [NaH, KOH]}
          - {n: [7, 8], Fe: ">= 50 and < 70", temperature: "> 60", t: 1.4}
        context:
          humidity: {lower: 20, upper: 80, unit: '%'}
        objectives:
          toughness: {goal: maximize, unit: J, plausible: [0, null]}
          ph: {goal: target, target: 7.4, plausible: [0, 14]}
          waste: {goal: minimize}
        limits:
          viscosity: {atMost: 5}
          ph: {atLeast: 6, atMost: 8}
        cost: minutes
        workflow:
          - step: print
            capability: printing
            inputs: {n: n, t: t, speed: {value: 3}, mode: {value: draft}, ink: solvent}
            outputs: [specimen]
            deadline: 1 h 30 min
            retry: 5
            repeatable: true
            cost: 1.5
          - step: crush
            capability: compression-test
            inputs: [specimen, temperature, rate, Fe, Ni, Cr, base, stirring, mode]
            outputs: [toughness, ph, waste, viscosity, minutes, humidity]
            deadline: 00:00:30
            within: {time: 30 min, missed: proceed}
            approve: {within: 2 h, otherwise: approve}
            retry: {attempts: 1}
        batch: {mode: asynchronous, size: 3}
        initial: 8
        budget: {trials: 50, time: PT8H, cost: 100}
        stop:
          target: {objective: toughness, value: 40}
          noProgress: {trials: 15, improvement: 0.1}
        onFailure: penalty
        optimizer: {surrogate: forest, acquisition: expectedImprovement}
        priority: 3
        planner: {mqtt: {name: genius, deadline: 45 s}}
        simulate:
          instruments:
            - id: stand-in
              type: simulated
              capability: casting
              duration: 5 min
              response: {pass: {ingot: sample}}
        """;

    private const string Shortest = """
        name: short
        parameters: {a: {type: continuous, lower: 0, upper: 1}}
        objectives: {y: {goal: minimize}}
        workflow: [{step: s, capability: c, inputs: [a], outputs: [y]}]
        budget: {trials: 3}
        """;

    [Fact]
    public void Campaign_WithEveryKey_IsReadExactly()
    {
        var expected = new CampaignSpec
        {
            Name = "every-key",
            Seed = ulong.MaxValue,
            Lab = "north_wing",
            Space = new SearchSpace { Parameters = EveryParameter(), Constraints = EveryConstraint() },
            Objectives =
            [
                new Objective { Name = "toughness", Goal = Goal.Maximize, Unit = "J", PlausibleLower = 0 },
                new Objective { Name = "ph", Goal = Goal.Target, Target = 7.4, PlausibleLower = 0, PlausibleUpper = 14 },
                new Objective { Name = "waste", Goal = Goal.Minimize },
            ],
            Limits = [new OutcomeConstraint("viscosity", null, 5), new OutcomeConstraint("ph", 6, 8)],
            CostOutput = "minutes",
            Workflow = EveryStep(),
            Batch = new BatchPolicy(BatchMode.Asynchronous, 3),
            Budget = new Budget(50, TimeSpan.FromHours(8), 100),
            InitialTrials = 8,
            StopRules = [new TargetReached("toughness", 40), new NoProgress(15, 0.1)],
            OnFailure = FailurePolicy.Penalty,
            Optimizer = new() { Surrogate = SurrogateKind.Forest, Acquisition = AcquisitionKind.ExpectedImprovement },
            Priority = 3,
            Planner = new ExternalPlanner("genius", TimeSpan.FromSeconds(45)),
        };

        var result = Read(EveryKey);

        result.Errors.ShouldBeEmpty();
        Json(result.Spec).ShouldBe(Json(expected));
    }

    [Fact]
    public async Task OnFailure_ByHowTrialsFail_IsReadExactlyAndMeetsTheSchema()
    {
        var text = Shortest + "\nonFailure: {failed: penalty, unconverged: learn, implausible: learn}";

        var spec = Read(text).Spec.ShouldNotBeNull();

        spec.OnFailureOf.ShouldBe(new FailurePolicies { Failed = FailurePolicy.Penalty, Unconverged = FailurePolicy.Learn, Implausible = FailurePolicy.Learn });
        spec.OnFailure.ShouldBe(FailurePolicy.Penalty);
        PublishedSchema.Objections(await PublishedSchema.Load("campaign.schema.json"), text).ShouldNotBeNull().ShouldBeEmpty();
        Read(Shortest + "\nonFailure: {failed: learn, unconverged: learn, implausible: learn}").Spec!.OnFailureOf.ShouldBeNull("that is what one word says");
    }

    [Fact]
    public void Campaign_WithOnlyWhatIsNeeded_HasTheDocumentedDefaults()
    {
        var spec = Read(Shortest).Spec.ShouldNotBeNull();

        (spec.Seed, spec.Lab, spec.OnFailure, spec.StopRules.Count).ShouldBe((1UL, "demo", FailurePolicy.Skip, 0));
        spec.Batch.ShouldBe(new BatchPolicy(BatchMode.Synchronous, 1));
        spec.Budget.ShouldBe(new Budget(3, null, null));
        spec.InitialTrials.ShouldBe(3, "2(d + 1) = 4, but the budget is 3");
        var step = spec.Workflow.ShouldHaveSingleItem();
        (step.Deadline, step.Retry, step.Repeatable, step.Cost).ShouldBe((TimeSpan.FromMinutes(10), new RetryPolicy(3), false, 0.0));
        spec.Space.Table.ShouldBeNull();
    }

    [Fact]
    public void InitialTrials_NotWritten_CountACompositionByItsFreedom()
    {
        var text = EveryKey.Replace("initial: 8\n", "", StringComparison.Ordinal);

        // Six single free parameters and a composition of three parts that leaves two free: 2(8 + 1).
        Read(text).Spec.ShouldNotBeNull().InitialTrials.ShouldBe(18);
    }

    [Fact]
    public void Campaign_WithByteOrderMarkAndWindowsLines_IsRead() => Read("\uFEFF" + Shortest.Replace("\n", "\r\n", StringComparison.Ordinal)).Errors.ShouldBeEmpty();

    [Fact]
    public void PeriodicParameter_IsRead()
    {
        var read = Read(Shortest.Replace("upper: 1", "upper: 1, periodic: true", StringComparison.Ordinal));

        read.Errors.ShouldBeEmpty();
        read.Spec!.Space.Parameters[0].ShouldBeOfType<ContinuousParameter>().IsPeriodic.ShouldBeTrue();
        Read(Shortest).Spec!.Space.Parameters[0].ShouldBeOfType<ContinuousParameter>().IsPeriodic.ShouldBeFalse();
    }

    [Fact]
    public void Campaign_TooLarge_IsRefusedUnread() =>
        Read(new string('#', 1_000_001)).Errors.ShouldHaveSingleItem().ToString()
            .ShouldBe("test.yaml(1): the file has 1000001 characters; a campaign file has at most 1000000");

    private static List<Parameter> EveryParameter() =>
    [
        new ContinuousParameter { Name = "temperature", Lower = 20, Upper = 90, Unit = "°C" },
        new ContinuousParameter { Name = "rate", Lower = 1e-3, Upper = 1, Scale = Scale.Log },
        new IntegerParameter { Name = "n", Lower = -6, Upper = 12 },
        new DiscreteParameter { Name = "t", Levels = [0.7, 1.05, 1.4], Unit = "mm" },
        new CategoricalParameter { Name = "solvent", Levels = ["water", "7", "no"] },
        new CategoricalParameter
        {
            Name = "base",
            Levels = ["NaH", "BuLi", "KOH"],
            Descriptors = new Dictionary<string, IReadOnlyDictionary<string, double>>
            {
                ["NaH"] = new Dictionary<string, double> { ["pKa"] = 35, ["weight"] = 24 },
                ["BuLi"] = new Dictionary<string, double> { ["pKa"] = 50, ["weight"] = 64.1 },
                ["KOH"] = new Dictionary<string, double> { ["pKa"] = 15.7, ["weight"] = 56.1 },
            },
        },
        new FixedParameter { Name = "stirring", Value = 300, Unit = "rpm" },
        new FixedParameter { Name = "mode", Value = "slow" },
        new CompositionParameter
        {
            Name = "alloy",
            Parts = [new CompositionPart("Fe", 10, 80), new CompositionPart("Ni", 0, 100), new CompositionPart("Cr", 0, 50)],
            Total = 100,
            Step = 5,
            Unit = "mol %",
        },
        new ContextParameter { Name = "humidity", Lower = 20, Upper = 80, Unit = "%" },
    ];

    private static List<Constraint> EveryConstraint() =>
    [
        new LinearConstraint(new Dictionary<string, double> { ["temperature"] = 1, ["t"] = 2 }, Relation.AtMost, 80),
        new LinearConstraint(new Dictionary<string, double> { ["Ni"] = 3, ["Cr"] = -0.5, ["n"] = -1 }, Relation.AtLeast, -197),
        new FormulaConstraint("(temperature - 50)^2/400 + log(rate)^2 <= 9"),
        new LinearConstraint(new Dictionary<string, double> { ["t"] = 8, ["temperature"] = -0.125 }, Relation.AtMost, 90),
        new ForbiddenCombination(new Dictionary<string, ForbiddenValues>
        {
            ["solvent"] = ForbiddenValues.Listed(["water"]),
            ["base"] = ForbiddenValues.Listed(["NaH", "KOH"]),
        }),
        new ForbiddenCombination(new Dictionary<string, ForbiddenValues>
        {
            ["n"] = ForbiddenValues.Listed([7, 8]),
            ["Fe"] = ForbiddenValues.Parse(">= 50 and < 70")!,
            ["temperature"] = ForbiddenValues.Parse("> 60")!,
            ["t"] = ForbiddenValues.Listed([1.4]),
        }),
    ];

    private static List<Step> EveryStep() =>
    [
        new Step
        {
            Name = "print",
            Capability = "printing",
            Inputs = new Dictionary<string, StepInput>
            {
                ["n"] = StepInput.Of("n"),
                ["t"] = StepInput.Of("t"),
                ["speed"] = new StepInput(null, 3.0),
                ["mode"] = new StepInput(null, "draft"),
                ["ink"] = StepInput.Of("solvent"),
            },
            Outputs = ["specimen"],
            Deadline = TimeSpan.FromMinutes(90),
            Retry = new RetryPolicy(5),
            Repeatable = true,
            Cost = 1.5,
        },
        new Step
        {
            Name = "crush",
            Capability = "compression-test",
            Inputs = new[] { "specimen", "temperature", "rate", "Fe", "Ni", "Cr", "base", "stirring", "mode" }.ToDictionary(key => key, StepInput.Of),
            Outputs = ["toughness", "ph", "waste", "viscosity", "minutes", "humidity"],
            Deadline = TimeSpan.FromSeconds(30),
            Within = new Window(TimeSpan.FromMinutes(30), MissedWindow.Proceed),
            Approve = new Approval(TimeSpan.FromHours(2), true),
            Retry = new RetryPolicy(1),
        },
    ];

    private static CampaignFileResult Read(string text) => CampaignFileReader.Read(text, "test.yaml", _ => null);

    private static string Json(CampaignSpec? spec) => JsonSerializer.Serialize(spec);
}
