using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class LabLoopTests
{
    [Fact]
    public void Grant_MovesTheClockOfItsRunByTheExpectedSeconds()
    {
        var state = Granted(("a", 1, 100), ("b", 1, 100), ("a", 1, 100));
        state.Uses["oven"].LeadOf("a").ShouldBe(200);
        state.Uses["oven"].LeadOf("b").ShouldBe(100);
    }

    /// <summary>One step at priority 4 counts as a quarter.</summary>
    [Fact]
    public void Grant_OfAHigherPriority_CountsLess()
    {
        var state = Granted(("a", 4, 100), ("b", 1, 100));
        state.Uses["oven"].LeadOf("a").ShouldBe(25);
        state.Uses["oven"].LeadOf("b").ShouldBe(100);
    }

    /// <summary>When a was alone, its own clock was the least of those that wanted the oven.</summary>
    [Fact]
    public void Run_ThatJoinsLater_OwesNothingAndIsOwedNothing()
    {
        var grants = Enumerable.Range(0, 50).Select(i => Grant(i, "a", 1, 100) with { Clock = 100 * i });
        var use = grants.Aggregate(LabState.Empty, LabLoop.Evolve).Uses["oven"];
        use.LeadOf("a").ShouldBe(100);
        use.LeadOf("b").ShouldBe(0);
        use.With(Grant(50, "b", 1, 100) with { Clock = 4900 }).LeadOf("b").ShouldBe(100);
    }

    [Fact]
    public void Grant_OfAJournalOfBefore_ChangesNoClock()
    {
        var state = LabLoop.Evolve(LabState.Empty, new StepGranted(Id(1), "oven", "ledger", false));
        state.Uses["oven"].Clock.ShouldBe(0);
        state.Grants.ShouldHaveSingleItem();
    }

    [Fact]
    public void Release_OfAPlaceThatNobodyHas_ChangesNothing() => LabLoop.Evolve(LabState.Empty, new PlaceReleased(Id(1))).Grants.ShouldBeEmpty();

    [Fact]
    public void StrayMessage_ChangesNothing() => LabLoop.Evolve(LabState.Empty, new StrayMessageKept("a", null, "why", "what")).ShouldBe(LabState.Empty);

    [Theory]
    [InlineData(0, true)]
    [InlineData(400, true)]
    [InlineData(-0.1, false)]
    [InlineData(400.1, false)]
    [InlineData(double.NaN, false)]
    public void Limits_AreInclusive(double temperature, bool accepts) =>
        Oven("a", upper: 400).Accepts("heat", new Dictionary<string, ParameterValue> { ["temperature"] = temperature }).ShouldBe(accepts);

    [Fact]
    public void Limits_OfAnInputThatIsText_AreNotMet() => Oven("a").Accepts("heat", new Dictionary<string, ParameterValue> { ["temperature"] = "hot" }).ShouldBeFalse();

    [Fact]
    public void Limits_OfAnInputThatIsNotGiven_DoNotMatter() => Oven("a").Accepts("heat", new Dictionary<string, ParameterValue>()).ShouldBeTrue();

    private static DispatchId Id(int trial) => new("run-1", trial, "anneal", 1);

    private static InstrumentView Oven(string id, double upper = 500) => Labs.Instrument(id, "heat", 60, 1, upper);

    private static LabState Granted(params (string Run, int Priority, double Seconds)[] grants) =>
        grants.Index().Select(grant => Grant(grant.Index, grant.Item.Run, grant.Item.Priority, grant.Item.Seconds)).Aggregate(LabState.Empty, LabLoop.Evolve);

    private static StepGranted Grant(int number, string run, int priority, double seconds) => new(Id(number + 1) with { Run = run }, "oven", "ledger", false)
    {
        At = Labs.Now.AddSeconds(number),
        Since = Labs.Now,
        Priority = priority,
        ExpectedSeconds = seconds,
    };
}
