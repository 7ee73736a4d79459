using System.Text.Json;

namespace ClosedLoop.Domain.Tests;

public class CandidateTableTests
{
    private static readonly Candidate[] Rows =
    [
        Samples.Candidate(("t", 0.7), ("solvent", "water")),
        Samples.Candidate(("t", 1.4), ("solvent", "dmf")),
        Samples.Candidate(("t", -0.0), ("solvent", "water")),
    ];

    [Fact]
    public void Table_OfCandidates_GivesThemBack()
    {
        var table = CandidateTable.Of(Rows);
        table.ShouldBe(Rows);
        table.Numbers("t").ToArray().ShouldBe([0.7, 1.4, 0]);
        CandidateTable.Of(table).ShouldBeSameAs(table);
        Should.Throw<ArgumentOutOfRangeException>(() => table[3]);
        Should.Throw<InvalidOperationException>(() => table.Numbers("solvent").Length);
        Should.Throw<KeyNotFoundException>(() => table.Numbers("heat").Length);
    }

    [Fact]
    public void Builder_OfDistinctRows_LeavesOutRepeats()
    {
        var builder = new CandidateTableBuilder(["t", "solvent"], true);
        builder.Add(Rows[0]).ShouldBeTrue();
        builder.Add(Rows[1]).ShouldBeTrue();
        builder.Add(Samples.Candidate(("t", 0.7), ("solvent", "water"))).ShouldBeFalse();
        builder.Add(Samples.Candidate(("t", 0.7), ("solvent", "dmf"))).ShouldBeTrue();
        builder.Build().Select(row => row.ToString()).ShouldBe(["t=0.7, solvent=water", "t=1.4, solvent=dmf", "t=0.7, solvent=dmf"]);
    }

    [Fact]
    public void Rows_ThatDoNotFit_AreRefused()
    {
        Should.Throw<ArgumentException>(() => CandidateTable.Of([Rows[0], Samples.Candidate(("t", 1))])).Message.ShouldStartWith("The row has 1 values");
        Should.Throw<ArgumentException>(() => CandidateTable.Of([Rows[0], Samples.Candidate(("u", 1), ("solvent", "x"))])).Message.ShouldStartWith("The row has 'u'");
        Should.Throw<ArgumentException>(() => CandidateTable.Of([Rows[0], Samples.Candidate(("t", "x"), ("solvent", "x"))])).Message.ShouldStartWith("t: x among numbers");
    }

    [Fact]
    public void Json_OfASpaceWithEverything_ComesBackTheSame()
    {
        var space = new SearchSpace
        {
            Parameters =
            [
                new DiscreteParameter { Name = "t", Levels = [0, 0.7, 1.4] },
                new CategoricalParameter
                {
                    Name = "solvent",
                    Levels = ["water", "dmf"],
                    Descriptors = new Dictionary<string, IReadOnlyDictionary<string, double>>
                    {
                        ["water"] = new Dictionary<string, double> { ["polarity"] = 10.2 },
                        ["dmf"] = new Dictionary<string, double> { ["polarity"] = 6.4 },
                    },
                },
                new FixedParameter { Name = "speed", Value = 3 },
                new FixedParameter { Name = "mode", Value = "slow" },
                new ContextParameter { Name = "humidity", Lower = 20, Upper = 80 },
            ],
            Constraints =
            [
                new LinearConstraint(new Dictionary<string, double> { ["t"] = 2 }, Relation.AtMost, 3),
                new FormulaConstraint("t^2 + exp(-speed) <= 3"),
                new ForbiddenCombination(new Dictionary<string, ForbiddenValues> { ["solvent"] = ForbiddenValues.Listed(["dmf"]), ["t"] = ForbiddenValues.Parse(">= 1")! }),
                new ForbiddenCombination(new Dictionary<string, ForbiddenValues> { ["t"] = ForbiddenValues.Listed([0.7, 1.4]), ["speed"] = ForbiddenValues.Listed([3]) }),
            ],
            Table = Rows,
        };
        var json = JsonSerializer.Serialize(space);
        var back = JsonSerializer.Deserialize<SearchSpace>(json).ShouldNotBeNull();
        JsonSerializer.Serialize(back).ShouldBe(json);
        back.Table.ShouldBeOfType<CandidateTable>().ShouldBe(Rows);
        back.Constraints.Select(constraint => constraint.ToString()).ShouldBe(space.Constraints.Select(constraint => constraint.ToString()));
    }

    [Theory]
    [InlineData("\"t +\"")]
    [InlineData("{\"relation\":\"AtMost\"}")]
    [InlineData("{\"forbidden\":{\"t\":\"60\"}}")]
    [InlineData("3")]
    public void Json_ThatIsNoConstraint_IsRefused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Constraint>(json)).Message.ShouldStartWith("Not a constraint");

    [Fact]
    public void Space_WithContextAndFixedParameters_ChecksCandidates()
    {
        var space = new SearchSpace
        {
            Parameters =
            [
                new ContinuousParameter { Name = "heat", Lower = 0, Upper = 1 },
                new FixedParameter { Name = "speed", Value = 3 },
                new ContextParameter { Name = "humidity", Lower = 20, Upper = 80 },
            ],
        };
        space.Keys.ShouldBe(["heat", "speed"]);
        space.WhyNot(Samples.Candidate(("heat", 0.5), ("speed", 3))).ShouldBeNull();
        space.WhyNot(Samples.Candidate(("heat", 0.5), ("speed", 4))).ShouldBe("speed: 4 is not its fixed value 3");
        space.WhyNot(Samples.Candidate(("heat", 0.5))).ShouldBe("expected values for heat, speed");
    }
}
