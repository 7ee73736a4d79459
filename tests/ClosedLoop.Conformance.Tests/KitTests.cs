using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance.Tests;

/// <summary>What the kit refuses to do, and what it leaves out.</summary>
public sealed class KitTests
{
    [Fact]
    public void Kit_WithoutTheInstrument_SaysThatNothingIsHeardOfIt() =>
        Refusal(KitWorld.Empty()).ShouldContain("nothing is heard of an instrument 'scripted-1' in lab 'bench'");

    [Fact]
    public void Kit_OnAPhysicalInstrument_NeedsTheWord()
    {
        var world = KitWorld.Scripted(simulated: false);
        Refusal(world).ShouldContain("--physical");

        var allowed = KitWorld.Scripted(simulated: false);
        allowed.Settings = allowed.Settings with { Physical = true };
        allowed.Run().Passed.ShouldBe(ConformanceChecks.All.Count);
    }

    [Fact]
    public void Kit_WithAnUnknownCapability_NamesThoseThereAre()
    {
        var world = KitWorld.Scripted();
        world.Settings = world.Settings with { Capability = "melt" };

        Refusal(world).ShouldBe("'scripted-1' offers anneal, not 'melt'");
    }

    [Fact]
    public void Kit_WithAnUnknownCheck_NamesIt()
    {
        var world = KitWorld.Scripted();
        world.Settings = world.Settings with { Only = ["limits", "beauty"] };

        Refusal(world).ShouldContain("beauty");
    }

    [Fact]
    public void Kit_ToldOnlySomeChecks_MakesThose()
    {
        var world = KitWorld.Scripted();
        world.Settings = world.Settings with { Only = ["limits", "conflict"] };

        world.Run().Checks.Select(check => check.Check.Id).ShouldBe(["conflict", "limits"]);
    }

    [Fact]
    public void Kit_OnAnInstrumentThatHidesWhatItCan_BlamesThatAndSkipsTheRest()
    {
        var report = KitWorld.Scripted(Violation.ShowsNoCapabilities).Run();

        report.Checks.Where(check => check.Outcome is CheckOutcome.Failed).Select(check => check.Check.Id).ShouldBe(["capabilities"]);
        report.Skipped.ShouldBe(ConformanceChecks.All.Count - 2);
    }

    [Fact]
    public void Parameters_GivenInAFile_ReplaceTheMiddleOfTheLimits()
    {
        var capability = new CapabilityMessage(
            "anneal", ["temperature", "gas", "hours"], [], new Dictionary<string, ParameterLimit> { ["temperature"] = new(20, 100, null) }, null);
        var given = ParameterFile.Read("""{"anneal": {"gas": "argon", "pressure": 2}, "melt": {"gas": 1}}""", "p.json");

        ParameterChoice.Of(capability, given).ShouldBe(
            new Dictionary<string, ParameterValue> { ["gas"] = "argon", ["pressure"] = 2, ["temperature"] = 60, ["hours"] = 1 }, ignoreOrder: true);
        ParameterChoice.Outside(capability).ShouldBe([("temperature", 19.2), ("temperature", 100.8)]);
    }

    [Theory]
    [InlineData("[]", "p.json: must be an object")]
    [InlineData("{", "p.json: is not JSON")]
    [InlineData("""{"anneal": 7}""", "p.json: `anneal` must be an object")]
    [InlineData("""{"anneal": {"gas": true}}""", "p.json: anneal: `gas` must be a finite number or a string")]
    [InlineData("""{"anneal": {"gas": 1e999}}""", "p.json: anneal: `gas` must be a finite number or a string")]
    public void Parameters_ThatAreNone_AreRefusedByName(string text, string culprit) =>
        Should.Throw<ConformanceRefusedException>(() => ParameterFile.Read(text, "p.json")).Message.ShouldStartWith(culprit);

    private static string Refusal(KitWorld world) => Should.Throw<ConformanceRefusedException>(() => world.Run()).Message;
}
