namespace ClosedLoop.Domain.Tests;

public class ForbiddenCombinationTests
{
    private static readonly ForbiddenCombination Combination = new(new Dictionary<string, ForbiddenValues>
    {
        ["solvent"] = ForbiddenValues.Listed(["water", "ethanol"]),
        ["temperature"] = ForbiddenValues.Parse("> 20 and <= 60")!,
    });

    [Theory]
    [InlineData("water", 40, false)]
    [InlineData("ethanol", 60, false)]
    [InlineData("water", 60.5, true)]
    [InlineData("water", 20, true)]
    [InlineData("dmf", 40, true)]
    public void Candidate_IsRefused_OnlyWhenAllValuesApply(string solvent, double temperature, bool holds)
    {
        Combination.Holds(Samples.Candidate(("solvent", solvent), ("temperature", temperature))).ShouldBe(holds);
        (Combination.Violation(Samples.Candidate(("solvent", solvent), ("temperature", temperature))) == 0).ShouldBe(holds);
    }

    [Fact]
    public void Text_IsThatOfTheCampaignFile() => Combination.ToString().ShouldBe("forbidden {solvent: [water, ethanol], temperature: > 20 and <= 60}");

    [Theory]
    [InlineData(">= 60", 60, true)]
    [InlineData("> 60", 60, false)]
    [InlineData("<60", 59.9, true)]
    [InlineData("<= -1e-3", 0, false)]
    public void Bounds_IncludeWhatTheySay(string text, double value, bool contained) => ForbiddenValues.Parse(text).ShouldNotBeNull().Contain(value).ShouldBe(contained);

    [Theory]
    [InlineData("60")]
    [InlineData(">= sixty")]
    [InlineData("> 3 and > 4")]
    [InlineData("> 5 and < 4")]
    [InlineData(">= .inf")]
    [InlineData("")]
    public void Bounds_ThatAreNone_AreNotRead(string text) => ForbiddenValues.Parse(text).ShouldBeNull();

    [Fact]
    public void ListedNumbers_MatchButForRounding() => ForbiddenValues.Listed([0.3]).Contain(0.1 + 0.2).ShouldBeTrue();
}
