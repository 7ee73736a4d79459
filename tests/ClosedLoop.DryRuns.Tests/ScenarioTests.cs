using ClosedLoop.VirtualLabs;

namespace ClosedLoop.DryRuns.Tests;

/// <summary>Every scenario that ships, in virtual time: what it says is expected of a campaign holds, and no physical step happens twice.</summary>
public sealed class ScenarioTests
{
    private const int Seeds = 6;

    public static TheoryData<string> Names => [.. ScenarioLibrary.Names];

    [Fact]
    public void Library_HasAtLeastFifteenScenarios_EachWithItsNameAndALineForPeople()
    {
        ScenarioLibrary.Names.Count.ShouldBeGreaterThanOrEqualTo(15);
        foreach (var name in ScenarioLibrary.Names)
        {
            var scenario = ScenarioLibrary.Find(name)!;
            scenario.Name.ShouldBe(name);
            scenario.About.ShouldNotBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scenario_OverSeveralSeeds_StrikesAndTheCampaignDoesAsExpected(string name)
    {
        var plan = Files.Plan() with { Scenario = ScenarioLibrary.Find(name) };
        var struck = 0;
        var broken = new List<string>();
        foreach (var number in Enumerable.Range(1, Seeds))
        {
            var outcome = DryRun.Run(plan, number, TestContext.Current.CancellationToken);
            struck += outcome.Scenario!.Strikes.Count;
            broken.AddRange(outcome.Scenario.Broken.Select(line => $"run {number}: {line} [{string.Join("; ", outcome.Scenario.Strikes.Take(12).Select(s => $"{s.At:HH:mm:ss} {s.Kind} {s.Where} {s.What}"))}]"));
        }

        broken.ShouldBeEmpty();
        struck.ShouldBeGreaterThan(0);
    }
}
