using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class DescriptorEncodingTests
{
    private static readonly CategoricalParameter Solvent = new()
    {
        Name = "solvent",
        Levels = ["water", "ethanol", "ethanol96", "dmf"],
        Descriptors = new Dictionary<string, IReadOnlyDictionary<string, double>>
        {
            ["water"] = new Dictionary<string, double> { ["polarity"] = 10, ["liquid"] = 1, ["bp"] = 100 },
            ["ethanol"] = new Dictionary<string, double> { ["polarity"] = 5, ["liquid"] = 1, ["bp"] = 78 },
            ["ethanol96"] = new Dictionary<string, double> { ["polarity"] = 5, ["liquid"] = 1, ["bp"] = 78 },
            ["dmf"] = new Dictionary<string, double> { ["polarity"] = 6, ["liquid"] = 1, ["bp"] = 153 },
        },
    };

    private static readonly SearchSpace Space = new() { Parameters = [Solvent, new ContinuousParameter { Name = "heat", Lower = 0, Upper = 1 }] };

    [Fact]
    public void Levels_AreAtTheirDescriptors_AndTwinsAreToldApart()
    {
        var encoding = SpaceEncoding.Of(Space);
        encoding.LengthScaleNames.ShouldBe(["solvent.polarity", "solvent.bp", "solvent", "heat"], "what is the same for all says nothing");
        encoding.Groups.ShouldBe([0, 1, 2, 2, 3]);
        var points = Solvent.Levels.Select(level => encoding.Encode(Of(level))).ToArray();
        points[0][..2].ShouldBe([1, 22 / 75.0]);
        points[3][..2].ShouldBe([0.2, 1]);
        points[1][..2].ShouldBe(points[2][..2]);
        Math.Sqrt(points[1].Zip(points[2], (a, b) => (a - b) * (a - b)).Sum()).ShouldBe(1, 1e-12);
        points[0][2..4].ShouldBe([0, 0]);
        Solvent.Levels.Select((level, i) => encoding.Decode(points[i])["solvent"].Text).ShouldBe(Solvent.Levels);
        encoding.Neighbours(points[1]).Select(each => encoding.Decode(each)["solvent"].Text).ShouldBe(["water", "ethanol96", "dmf"]);
    }

    [Fact]
    public void Planner_LearnsFromDescriptors_WhatALevelNeverTriedWouldGive()
    {
        // Ten solvents whose yield is their polarity; the best was never tried and is the first to be.
        var levels = Enumerable.Range(0, 10).Select(i => $"s{i}").ToArray();
        var parameter = new CategoricalParameter
        {
            Name = "solvent",
            Levels = levels,
            Descriptors = levels.ToDictionary(level => level, level => (IReadOnlyDictionary<string, double>)new Dictionary<string, double> { ["polarity"] = level[1] - '0' }),
        };
        var space = new SearchSpace { Parameters = [parameter] };
        var problem = new PlanningProblem(space, [new() { Name = "yield", Goal = Goal.Maximize }], 3, 4, FailurePolicy.Skip);
        ObservedTrial[] observed = [.. new[] { 0, 2, 3, 5, 6 }.Select((i, k) => new ObservedTrial(k + 1, new Candidate([KeyValuePair.Create("solvent", (ParameterValue)$"s{i}")]), [i]))];
        new BayesianPlanner().Propose(problem, new(6, 1, observed, [])).Candidates[0].Candidate["solvent"].Text.ShouldBe("s9");
    }

    private static Candidate Of(string solvent) => new([KeyValuePair.Create("solvent", (ParameterValue)solvent), KeyValuePair.Create("heat", (ParameterValue)0.5)]);
}
