using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

/// <summary>Draws one or two small campaigns.</summary>
internal static class CampaignDrawing
{
    private static readonly string[] Names = ["film", "cell"];

    public static IEnumerable<CampaignSpec> Draw(SeededRandom random, IReadOnlyList<Craft> crafts, ulong seed)
    {
        var count = random.Chance(0.25) ? 2 : 1;
        for (var index = 0; index < count; index++)
        {
            yield return Campaign(random, crafts, Names[index], seed + (ulong)index);
        }
    }

    private static CampaignSpec Campaign(SeededRandom random, IReadOnlyList<Craft> crafts, string name, ulong seed)
    {
        var parameters = Parameters(random);
        var workflow = Workflow(random, [.. crafts.Take(1 + random.Next(crafts.Count))], [.. parameters.Select(parameter => parameter.Name)]);
        var trials = 3 + random.Next(6);
        var cost = workflow.Sum(step => step.Cost);
        var objective = workflow[^1].Outputs[0];
        return new CampaignSpec
        {
            Name = name,
            Seed = seed,
            Space = new SearchSpace { Parameters = parameters },
            Objectives = [new Objective { Name = objective, Goal = random.Chance(0.5) ? Goal.Maximize : Goal.Minimize }],
            Workflow = workflow,
            Batch = new BatchPolicy(random.Chance(0.6) ? BatchMode.Asynchronous : BatchMode.Synchronous, 1 + random.Next(4)),
            Budget = new Budget(
                trials,
                random.Chance(0.2) ? random.Between(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(60)) : null,
                random.Chance(0.3) ? cost * trials * (0.5 + random.NextDouble()) : null),
            InitialTrials = 2 + random.Next(3),
            StopRules = random.Chance(0.2) ? [random.Chance(0.5) ? new TargetReached(objective, 5) : new NoProgress(2, 0.5)] : [],
            OnFailure = random.Chance(0.5) ? FailurePolicy.Skip : FailurePolicy.Penalty,
            Priority = 1 + random.Next(3),
            Lab = "lab",
        };
    }

    private static IReadOnlyList<Parameter> Parameters(SeededRandom random)
    {
        Parameter[] all =
        [
            new ContinuousParameter { Name = "x", Lower = 0, Upper = 10 },
            new IntegerParameter { Name = "n", Lower = 1, Upper = 40 },
            new CategoricalParameter { Name = "solvent", Levels = ["dmf", "water", "toluene"] },
            new DiscreteParameter { Name = "speed", Levels = [1, 2, 5, 10] },
        ];
        return [.. all.Where((_, index) => index == 0 || random.Chance(0.4))];
    }

    /// <summary>Each step takes the output of the one before it, and a parameter.</summary>
    private static IReadOnlyList<Step> Workflow(SeededRandom random, IReadOnlyList<Craft> crafts, IReadOnlyList<string> parameters)
    {
        var steps = new List<Step>();
        foreach (var craft in crafts)
        {
            var first = steps.Count == 0 ? parameters[0] : steps[^1].Outputs[0];
            steps.Add(new Step
            {
                Name = craft.Name,
                Capability = craft.Name,
                Inputs = new Dictionary<string, StepInput> { ["a"] = StepInput.Of(first), ["b"] = StepInput.Of(parameters[random.Next(parameters.Count)]) },
                Outputs = [craft.Output],
                Deadline = random.Between(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(10)),
                Retry = new RetryPolicy(1 + random.Next(3)),
                Repeatable = random.Chance(0.15),
                Cost = random.Next(3),
                Within = steps.Count > 0 && random.Chance(0.1) ? new Window(random.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10))) : null,
            });
        }

        return steps;
    }
}
