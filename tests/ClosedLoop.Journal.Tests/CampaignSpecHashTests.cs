using ClosedLoop.Domain;

namespace ClosedLoop.Journal.Tests;

public class CampaignSpecHashTests
{
    private static readonly CampaignSpec Spec = Examples.Spec;

    /// <summary>Each line changes one thing that matters.</summary>
    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static Dictionary<string, CampaignSpec> Changed { get; } = new()
    {
        ["name"] = Spec with { Name = "alloys" },
        ["seed"] = Spec with { Seed = 1 },
        ["lower bound"] = WithParameter(0, new ContinuousParameter { Name = "temperature", Unit = "°C", Lower = 20.000000000000004, Upper = 400.5 }),
        ["unit"] = WithParameter(0, new ContinuousParameter { Name = "temperature", Unit = "K", Lower = 20, Upper = 400.5 }),
        ["scale"] = WithParameter(1, new ContinuousParameter { Name = "loading", Lower = 0.01, Upper = 10 }),
        ["kind"] = WithParameter(2, new ContinuousParameter { Name = "cycles", Lower = 1, Upper = 9 }),
        ["levels"] = WithParameter(3, new DiscreteParameter { Name = "hours", Unit = "h", Levels = [0.5, 1, 2, 4] }),
        ["order of levels"] = WithParameter(4, new CategoricalParameter { Name = "solvent", Levels = ["DMSO", "water"] }),
        ["order of parameters"] = Spec with { Space = Spec.Space with { Parameters = [.. Spec.Space.Parameters.Reverse()] } },
        ["composition step"] = WithParameter(5, new CompositionParameter { Name = "alloy", Total = 100, Step = 1, Parts = [new("Fe", 20, 80), new("Ni", 10, 60), new("Cr", 0, 30)] }),
        ["constraint"] = Spec with { Space = Spec.Space with { Constraints = [] } },
        ["table"] = Spec with { Space = Spec.Space with { Table = null } },
        ["table row"] = Spec with { Space = Spec.Space with { Table = [.. Spec.Space.Table!, OtherRow] } },
        ["goal"] = Spec with { Objectives = [Spec.Objectives[0] with { Goal = Goal.Maximize }, Spec.Objectives[1]] },
        ["target"] = Spec with { Objectives = [Spec.Objectives[0] with { Target = 521 }, Spec.Objectives[1]] },
        ["plausible range"] = Spec with { Objectives = [Spec.Objectives[0] with { PlausibleLower = null }, Spec.Objectives[1]] },
        ["capability"] = WithStep(Spec.Workflow[0] with { Capability = "shake" }),
        ["constant"] = WithStep(Spec.Workflow[0] with { Inputs = new Dictionary<string, StepInput> { ["rpm"] = new(null, 301) } }),
        ["outputs"] = WithStep(Spec.Workflow[0] with { Outputs = [] }),
        ["deadline"] = WithStep(Spec.Workflow[0] with { Deadline = TimeSpan.FromMinutes(11) }),
        ["attempts"] = WithStep(Spec.Workflow[0] with { Retry = new RetryPolicy(4) }),
        ["repeatable"] = WithStep(Spec.Workflow[0] with { Repeatable = true }),
        ["cost"] = WithStep(Spec.Workflow[0] with { Cost = 0 }),
        ["mode"] = Spec with { Batch = new BatchPolicy(BatchMode.Asynchronous, 4) },
        ["batch size"] = Spec with { Batch = new BatchPolicy(BatchMode.Synchronous, 5) },
        ["trials"] = Spec with { Budget = Spec.Budget with { Trials = 49 } },
        ["time"] = Spec with { Budget = Spec.Budget with { Time = null } },
        ["cost budget"] = Spec with { Budget = Spec.Budget with { Cost = 100 } },
        ["initial trials"] = Spec with { InitialTrials = 11 },
        ["stop rules"] = Spec with { StopRules = [Spec.StopRules[0]] },
        ["failure policy"] = Spec with { OnFailure = FailurePolicy.Skip },
        ["failure policies by kind"] = Spec with { OnFailureOf = new FailurePolicies { Unconverged = FailurePolicy.Learn } },
        ["limit"] = Spec with { Limits = [new OutcomeConstraint("cost", null, 3)] },
        ["cost output"] = Spec with { CostOutput = "cost" },
        ["sources"] = Spec with { Sources = [new Source { Name = "experiment", Cost = 3, IsTarget = true }] },
        ["source of a step"] = WithStep(Spec.Workflow[0] with { Source = "experiment" }),
        ["cost output of a step"] = WithStep(Spec.Workflow[0] with { CostOutput = "hours" }),
        ["acquisition"] = Spec with { Optimizer = new() { Acquisition = AcquisitionKind.LevelSet } },
        ["lab"] = Spec with { Lab = "other" },
    };

    [Fact]
    public void Hash_IsPinned() => CampaignSpecHash.Of(Spec).ShouldBe("8b01f0881245fcfd007eabdc1c34a65341162ce304b16fed06421c02a3d68999", "a campaign started by an earlier release would be refused");

    [Fact]
    public void Hash_OfAnEqualSpecification_IsTheSame() => CampaignSpecHash.Of(Spec with { Objectives = [.. Spec.Objectives], Workflow = [.. Spec.Workflow] }).ShouldBe(CampaignSpecHash.Of(Spec));

    [Theory]
    [MemberData(nameof(Changes))]
    public void Hash_ChangesWithEverything(string what) => CampaignSpecHash.Of(Changed[what]).ShouldNotBe(CampaignSpecHash.Of(Spec));

    [Theory]
    [MemberData(nameof(Changes))]
    public void Difference_IsNeverEmptyWhenTheHashDiffers(string what) => CampaignSpecHash.Difference(Spec, Changed[what]).ShouldNotBeEmpty();

    [Fact]
    public void Difference_OfTheSame_IsEmpty() => CampaignSpecHash.Difference(Spec, Spec).ShouldBeEmpty();

    [Fact]
    public void Difference_ShowsWhatWasAndWhatIs()
    {
        CampaignSpecHash.Difference(Spec, Changed["trials"]).ShouldBe(["- \"trials\": 48", "+ \"trials\": 49"]);
        CampaignSpecHash.Difference(Spec, Changed["lab"]).ShouldBe(["- \"lab\": \"demo\"", "+ \"lab\": \"other\""]);
        CampaignSpecHash.Difference(Spec, Changed["time"]).ShouldBe(["- \"time\": \"1.12:00:00\""]);
    }

    [Fact]
    public void Difference_OfTables_ShowsTheRows()
    {
        var row = Spec.Space.Table![0];
        CampaignSpecHash.Difference(Spec, WithTable(OtherRow)).ShouldBe([$"- table row {row}", $"+ table row {OtherRow}"]);
        CampaignSpecHash.Difference(WithTable(row, OtherRow), WithTable(OtherRow, row)).ShouldBe(["+ the table's rows in another order"]);
    }

    private static Candidate OtherRow => new(Spec.Space.Table![0].Values.Select(pair => pair.Key == "cycles" ? new("cycles", 5) : pair));

    private static CampaignSpec WithTable(params Candidate[] rows) => Spec with { Space = Spec.Space with { Table = rows } };

    private static CampaignSpec WithParameter(int index, Parameter parameter) =>
        Spec with { Space = Spec.Space with { Parameters = [.. Spec.Space.Parameters.Select((other, i) => i == index ? parameter : other)] } };

    private static CampaignSpec WithStep(Step step) => Spec with { Workflow = [step, Spec.Workflow[1]] };
}
