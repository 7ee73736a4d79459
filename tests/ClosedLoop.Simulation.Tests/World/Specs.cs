using ClosedLoop.Domain;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Campaigns of three steps on three instruments.</summary>
internal static class Specs
{
    public static readonly string[] Steps = ["mix", "anneal", "measure"];

    public static CampaignSpec Asynchronous(int trials = 12, string name = "film") => Make(name, BatchMode.Asynchronous, 3, trials);

    public static CampaignSpec Synchronous(int trials = 12, string name = "batches") => Make(name, BatchMode.Synchronous, 4, trials);

    /// <summary>A crude estimate on the measuring instrument alone, for 1, beside the whole workflow, for 3.</summary>
    public static CampaignSpec TwoSources(double cost = 30, string name = "sources") => Make(name, BatchMode.Asynchronous, 3, 100) with
    {
        Sources = [new() { Name = "estimate", Cost = 1 }, new() { Name = "film", Cost = 3, IsTarget = true }],
        Workflow =
        [
            Step("guess", ["x"], ["yield"]) with { Capability = "measure", Inputs = new Dictionary<string, StepInput> { ["grain"] = StepInput.Of("x") }, Source = "estimate" },
            Step("mix", ["x", "y"], ["volume"]) with { Source = "film" },
            Step("anneal", ["volume", "x"], ["grain"]) with { Source = "film" },
            Step("measure", ["grain"], ["yield"]) with { Source = "film" },
        ],
        Budget = new Budget(100, null, cost),
    };

    private static CampaignSpec Make(string name, BatchMode mode, int size, int trials) => new()
    {
        Name = name,
        Seed = 7,
        Space = new SearchSpace
        {
            Parameters =
            [
                new ContinuousParameter { Name = "x", Lower = 0, Upper = 10 },
                new ContinuousParameter { Name = "y", Lower = -5, Upper = 5 },
            ],
        },
        Objectives = [new Objective { Name = "yield", Goal = Goal.Maximize }],
        Workflow =
        [
            Step("mix", ["x", "y"], ["volume"]),
            Step("anneal", ["volume", "x"], ["grain"]),
            Step("measure", ["grain"], ["yield"]),
        ],
        Batch = new BatchPolicy(mode, size),
        Budget = new Budget(trials, null, 3 * trials),
        InitialTrials = 5,
        Lab = "lab",
    };

    private static Step Step(string name, string[] inputs, string[] outputs) => new()
    {
        Name = name,
        Capability = name,
        Inputs = inputs.ToDictionary(input => input, StepInput.Of),
        Outputs = outputs,
        Deadline = TimeSpan.FromMinutes(5),
        Cost = 1,
    };
}
