using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

/// <summary>Campaigns that the stories are told of.</summary>
internal static class Specs
{
    public static readonly Objective Yield = new() { Name = "yield", Goal = Goal.Maximize, Unit = "%" };

    /// <summary>Four parameters of four kinds, one objective, three steps on different instruments.</summary>
    public static CampaignSpec Coupling(int budget = 40) => new()
    {
        Name = "suzuki-coupling",
        Seed = 20260314,
        Space = new SearchSpace
        {
            Parameters =
            [
                new ContinuousParameter { Name = "temperature", Unit = "°C", Lower = 30, Upper = 110 },
                new ContinuousParameter { Name = "loading", Unit = "mol%", Lower = 0.05, Upper = 5, Scale = Scale.Log },
                new IntegerParameter { Name = "residence", Unit = "min", Lower = 1, Upper = 10 },
                new CategoricalParameter { Name = "ligand", Levels = ["XPhos", "SPhos", "dppf", "PPh3"] },
            ],
        },
        Objectives = [Yield],
        Workflow = Steps("yield"),
        Batch = new BatchPolicy(BatchMode.Asynchronous, 3),
        Budget = new Budget(budget, TimeSpan.FromHours(14), 400),
        InitialTrials = 10,
        Lab = "demo",
    };

    /// <summary>A composition, two objectives.</summary>
    public static CampaignSpec Alloy() => new()
    {
        Name = "alloy-strength-cost",
        Seed = 7,
        Space = new SearchSpace
        {
            Parameters =
            [
                new CompositionParameter { Name = "alloy", Unit = "at%", Total = 100, Step = 1, Parts = [new("Fe", 20, 80), new("Ni", 10, 60), new("Cr", 0, 30)] },
                new ContinuousParameter { Name = "anneal", Unit = "°C", Lower = 400, Upper = 1000 },
                new DiscreteParameter { Name = "hours", Unit = "h", Levels = [0.5, 1, 2, 4, 8] },
            ],
        },
        Objectives = [new Objective { Name = "strength", Goal = Goal.Maximize, Unit = "MPa" }, new Objective { Name = "cost", Goal = Goal.Minimize, Unit = "€/kg" }],
        Workflow = Steps("strength", "cost"),
        Batch = new BatchPolicy(BatchMode.Synchronous, 4),
        Budget = new Budget(48, null, null),
        InitialTrials = 12,
        Lab = "demo",
    };

    /// <summary>A target value to approach.</summary>
    public static CampaignSpec Colour() => Coupling(30) with
    {
        Name = "peak-wavelength",
        Objectives = [new Objective { Name = "peak", Goal = Goal.Target, Target = 520, Unit = "nm" }],
        Workflow = Steps("peak"),
        Batch = new BatchPolicy(BatchMode.Asynchronous, 4),
    };

    public static IReadOnlyList<Step> Steps(params string[] outputs) =>
    [
        new Step { Name = "mix", Capability = "mix", Inputs = new Dictionary<string, StepInput>(), Outputs = [], Cost = 1 },
        new Step { Name = "react", Capability = "heat", Inputs = new Dictionary<string, StepInput>(), Outputs = [], Cost = 4 },
        new Step { Name = "measure", Capability = "measure", Inputs = new Dictionary<string, StepInput>(), Outputs = outputs, Cost = 2 },
    ];
}
