namespace ClosedLoop.Domain.Tests;

public class SearchSpaceTests
{
    private static readonly ContinuousParameter Temperature = new() { Name = "temperature", Lower = 20, Upper = 120.5 };
    private static readonly IntegerParameter Cycles = new() { Name = "cycles", Lower = -2, Upper = 8 };
    private static readonly DiscreteParameter Hours = new() { Name = "hours", Levels = [0.5, 1, 2.25] };
    private static readonly CategoricalParameter Solvent = new() { Name = "solvent", Levels = ["water", "DMSO"] };
    private static readonly CompositionParameter Alloy = new() { Name = "alloy", Total = 100, Step = 5, Parts = [new("Fe", 20, 80), new("Ni", 10, 60), new("Cr", 0, 30)] };
    private static readonly CompositionParameter Blend = new() { Name = "blend", Step = 0.1, Parts = [new("a", 0, 1), new("b", 0, 1), new("c", 0.1, 0.9)] };

    [Theory]
    [InlineData(20)]
    [InlineData(120.5)]
    [InlineData(64.123456789)]
    public void ContinuousValue_WithinItsBounds_IsPartOfTheSpace(double value) => WhyNot(Temperature, value).ShouldBeNull();

    [Theory]
    [InlineData(19.999999, "temperature: 19.999999 is outside [20, 120.5]")]
    [InlineData(120.50001, "temperature: 120.50001 is outside [20, 120.5]")]
    [InlineData(double.NaN, "temperature: NaN is outside [20, 120.5]")]
    [InlineData(double.PositiveInfinity, "temperature: Infinity is outside [20, 120.5]")]
    [InlineData(double.NegativeInfinity, "temperature: -Infinity is outside [20, 120.5]")]
    public void ContinuousValue_OutsideItsBounds_IsNot(double value, string reason) => WhyNot(Temperature, value).ShouldBe(reason);

    [Theory]
    [InlineData(-2)]
    [InlineData(8)]
    [InlineData(-0.0)]
    public void WholeNumber_WithinItsBounds_IsPartOfTheSpace(double value) => WhyNot(Cycles, value).ShouldBeNull();

    [Theory]
    [InlineData(-3, "cycles: -3 is outside [-2, 8]")]
    [InlineData(9, "cycles: 9 is outside [-2, 8]")]
    [InlineData(2.5, "cycles: 2.5 is not a whole number")]
    [InlineData(3.0000000001, "cycles: 3.0000000001 is not a whole number")]
    [InlineData(double.NaN, "cycles: NaN is not a whole number")]
    [InlineData(double.PositiveInfinity, "cycles: Infinity is outside [-2, 8]")]
    public void WholeNumber_OfAnotherKind_IsNot(double value, string reason) => WhyNot(Cycles, value).ShouldBe(reason);

    [Fact]
    public void DiscreteValue_OnALevel_IsPartOfTheSpace() => Hours.Levels.ShouldAllBe(level => WhyNot(Hours, level) == null);

    [Theory]
    [InlineData(0.75)]
    [InlineData(2.2500001)]
    [InlineData(double.NaN)]
    public void DiscreteValue_BetweenLevels_IsNot(double value) => WhyNot(Hours, value).ShouldEndWith("is not one of its levels");

    [Fact]
    public void Category_OfTheList_IsPartOfTheSpace() => WhyNot(Solvent, "DMSO").ShouldBeNull();

    [Fact]
    public void Category_InAnotherSpelling_IsNot() => WhyNot(Solvent, "dmso").ShouldBe("solvent: dmso is not one of its levels");

    [Fact]
    public void Category_ThatIsANumber_IsNot() => WhyNot(Solvent, 1).ShouldBe("solvent: 1 is not one of its levels");

    [Fact]
    public void Number_ThatIsACategory_IsNot()
    {
        WhyNot(Temperature, "warm").ShouldBe("temperature: warm is not a number");
        WhyNot(Cycles, "3").ShouldBe("cycles: 3 is not a number");
        WhyNot(Hours, "1").ShouldBe("hours: 1 is not a number");
        WhyNot(Alloy, ("Fe", 70), ("Ni", "thirty"), ("Cr", 0)).ShouldBe("Ni: thirty is not a number");
    }

    [Theory]
    [InlineData(80, 20, 0)]
    [InlineData(20, 60, 20)]
    [InlineData(65, 10, 25)]
    public void Composition_OfWholeStepsThatSumToItsTotal_IsPartOfTheSpace(double fe, double ni, double cr) =>
        WhyNot(Alloy, ("Fe", fe), ("Ni", ni), ("Cr", cr)).ShouldBeNull();

    [Theory]
    [InlineData(15, 60, 25, "Fe: 15 is outside")]
    [InlineData(80, 5, 15, "Ni: 5 is outside")]
    [InlineData(20, 45, 35, "Cr: 35 is outside")]
    [InlineData(42, 38, 20, "Fe: 42 is not a multiple of 5")]
    [InlineData(40, 40, 15, "alloy: the parts sum to 95, not 100")]
    [InlineData(40, 40, 25, "alloy: the parts sum to 105, not 100")]
    [InlineData(double.NaN, 40, 20, "Fe: NaN is outside")]
    public void Composition_ThatCannotBeMade_IsNot(double fe, double ni, double cr, string reason) =>
        WhyNot(Alloy, ("Fe", fe), ("Ni", ni), ("Cr", cr)).ShouldStartWith(reason);

    [Fact]
    public void Composition_ThatMissesByRounding_IsPartOfTheSpace()
    {
        // 0.1 + 0.2 is not 0.3 in binary, and 3 · 0.1 is not 0.3 either.
        WhyNot(Blend, ("a", 0.1 + 0.2), ("b", 3 * 0.1), ("c", 0.4)).ShouldBeNull();
        WhyNot(Blend, ("a", -1e-9), ("b", 0.9), ("c", 0.1 - 1e-9)).ShouldBeNull();
    }

    [Fact]
    public void Composition_ThatMissesByMoreThanRounding_IsNot()
    {
        WhyNot(Blend, ("a", 0.30001), ("b", 0.3), ("c", 0.4)).ShouldBe("a: 0.30001 is not a multiple of 0.1");
        WhyNot(Blend, ("a", -1e-5), ("b", 0.9), ("c", 0.1)).ShouldStartWith("a: -1E-05 is outside");
    }

    [Fact]
    public void Composition_ThatFillsItsTotalWithOnePart_IsPartOfTheSpaceOnlyWhereTheOthersMayBeNone()
    {
        WhyNot(Blend, ("a", 0.9), ("b", 0), ("c", 0.1)).ShouldBeNull();
        WhyNot(Blend, ("a", 1), ("b", 0), ("c", 0)).ShouldStartWith("c: 0 is outside");
    }

    [Fact]
    public void Keys_OfAComposition_AreItsPartsInTheirPlace() =>
        new SearchSpace { Parameters = [Temperature, Alloy, Solvent] }.Keys.ShouldBe(["temperature", "Fe", "Ni", "Cr", "solvent"]);

    [Fact]
    public void Candidate_WithOtherKeys_IsNot()
    {
        const string reason = "expected values for temperature, solvent";
        var space = new SearchSpace { Parameters = [Temperature, Solvent] };
        space.WhyNot(Samples.Candidate(("temperature", 30))).ShouldBe(reason);
        space.WhyNot(Samples.Candidate(("solvent", "water"), ("temperature", 30))).ShouldBe(reason);
        space.WhyNot(Samples.Candidate(("temperature", 30), ("solvent", "water"), ("more", 1))).ShouldBe(reason);
        space.WhyNot(Samples.Candidate(("temperature", 30), ("temperature", 30))).ShouldBe(reason);
        space.WhyNot(Samples.Candidate(("temperature", 30), ("solvent", "water"))).ShouldBeNull();
    }

    [Fact]
    public void Candidate_ThatViolatesAConstraint_IsToldWhichOne()
    {
        var space = new SearchSpace
        {
            Parameters = [Temperature, Cycles],
            Constraints =
            [
                new LinearConstraint(new Dictionary<string, double> { ["temperature"] = 1, ["cycles"] = 10 }, Relation.AtMost, 150),
                new LinearConstraint(new Dictionary<string, double> { ["temperature"] = 1 }, Relation.AtLeast, 30),
            ],
        };
        space.WhyNot(Samples.Candidate(("temperature", 100), ("cycles", 5))).ShouldBeNull();
        space.WhyNot(Samples.Candidate(("temperature", 100), ("cycles", 6))).ShouldBe("violates temperature + 10*cycles <= 150");
        space.WhyNot(Samples.Candidate(("temperature", 29), ("cycles", 0))).ShouldBe("violates temperature >= 30");
    }

    private static string? WhyNot(Parameter parameter, ParameterValue value) => WhyNot(parameter, (parameter.Name, value));

    private static string? WhyNot(Parameter parameter, params (string Key, ParameterValue Value)[] values) =>
        new SearchSpace { Parameters = [parameter] }.WhyNot(Samples.Candidate(values));
}
