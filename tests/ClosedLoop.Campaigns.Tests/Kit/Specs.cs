using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>Campaigns that the stories are told of.</summary>
internal static class Specs
{
    /// <summary>One parameter x, one objective y to minimize, one step; asynchronous, one at a time; ten trials.</summary>
    public static readonly CampaignSpec One = new()
    {
        Name = "one",
        Seed = 17,
        Space = new SearchSpace { Parameters = [new ContinuousParameter { Name = "x", Lower = 0, Upper = 1 }] },
        Objectives = [new Objective { Name = "y", Goal = Goal.Minimize }],
        Workflow = [Measure],
        Batch = new BatchPolicy(BatchMode.Asynchronous, 1),
        Budget = new Budget(10, null, null),
        InitialTrials = 2,
        Lab = "lab",
    };

    /// <summary>Mix, anneal at a constant temperature, measure what was mixed.</summary>
    public static readonly CampaignSpec Three = One with
    {
        Name = "three",
        Workflow =
        [
            new Step { Name = "mix", Capability = "mix", Inputs = new Dictionary<string, StepInput> { ["amount"] = StepInput.Of("x") }, Outputs = ["vial", "mass"], Cost = 2 },
            new Step
            {
                Name = "anneal",
                Capability = "heat",
                Inputs = new Dictionary<string, StepInput> { ["vial"] = StepInput.Of("vial"), ["temperature"] = new(null, 350), ["gas"] = new(null, "argon") },
                Outputs = [],
                Cost = 3,
            },
            new Step
            {
                Name = "measure",
                Capability = "measure",
                Inputs = new Dictionary<string, StepInput> { ["vial"] = StepInput.Of("vial"), ["dose"] = StepInput.Of("x") },
                Outputs = ["y"],
                Cost = 1,
            },
        ],
    };

    public static Step Measure => new()
    {
        Name = "measure",
        Capability = "measure",
        Inputs = new Dictionary<string, StepInput> { ["x"] = StepInput.Of("x") },
        Outputs = ["y"],
        Deadline = TimeSpan.FromMinutes(20),
    };

    public static CampaignSpec WithStep(this CampaignSpec spec, Func<Step, Step> change) => spec with { Workflow = [.. spec.Workflow.Select(change)] };

    public static CampaignSpec WithBatch(this CampaignSpec spec, BatchMode mode, int size) => spec with { Batch = new BatchPolicy(mode, size) };

    public static CampaignSpec WithBudget(this CampaignSpec spec, int trials = 10, TimeSpan? time = null, double? cost = null) =>
        spec with { Budget = new Budget(trials, time, cost) };

    public static CampaignSpec WithGoal(this CampaignSpec spec, Goal goal, double? target = null) =>
        spec with { Objectives = [new Objective { Name = "y", Goal = goal, Target = target }] };
}
