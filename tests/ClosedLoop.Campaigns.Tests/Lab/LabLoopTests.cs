using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class LabLoopTests
{
    private static readonly IReadOnlyDictionary<string, ParameterValue> Warm = new Dictionary<string, ParameterValue> { ["temperature"] = 300 };

    [Fact]
    public void Grant_ForAnIdThatHasAPlace_IsTheSamePlace_WhateverElseIsFree()
    {
        var first = LabLoop.Grant(LabState.Empty, [Oven("b")], Id(1), "heat", Warm)!;
        var state = LabLoop.Evolve(LabState.Empty, first);
        LabLoop.Grant(state, [Oven("a"), Oven("b")], Id(1), "heat", Warm).ShouldBe(first);
        LabLoop.Grant(state, [], Id(1), "heat", Warm).ShouldBe(first);
    }

    [Fact]
    public void Grant_BeyondTheCapacity_IsNone_UntilAPlaceIsReleased()
    {
        var ovens = new[] { Oven("a", capacity: 2) };
        var state = Granted(ovens, 1, 2);
        LabLoop.Grant(state, ovens, Id(3), "heat", Warm).ShouldBeNull();
        state = LabLoop.Evolve(state, new PlaceReleased(Id(1)));
        LabLoop.Grant(state, ovens, Id(3), "heat", Warm).ShouldNotBeNull();
    }

    [Fact]
    public void Grant_GoesToTheLeastBusy_ThenToTheFirstByName()
    {
        var ovens = new[] { Oven("b", capacity: 2), Oven("a", capacity: 2), Oven("B", capacity: 2) };
        Granted(ovens, 1, 2, 3, 4, 5, 6).Grants.OrderBy(grant => grant.Key.Trial).Select(grant => grant.Value.Instrument).ShouldBe(["B", "a", "b", "B", "a", "b"]);
    }

    [Fact]
    public void Grant_PrefersAnInstrumentWhoseLimitsAllowTheInputs()
    {
        var ovens = new[] { Oven("a", upper: 200), Oven("b", upper: 400) };
        LabLoop.Grant(LabState.Empty, ovens, Id(1), "heat", Warm)!.Instrument.ShouldBe("b");
    }

    /// <summary>The refusal then says in the journal which limit stood in the way; waiting would say nothing.</summary>
    [Fact]
    public void Grant_WhenNoLimitsAllowTheInputs_GoesToAnyAllTheSame() =>
        LabLoop.Grant(LabState.Empty, [Oven("a", upper: 200)], Id(1), "heat", Warm)!.Instrument.ShouldBe("a");

    [Fact]
    public void Grant_NeedsAnInstrumentThatIsReadyAndAble()
    {
        LabLoop.Grant(LabState.Empty, [Oven("a") with { Ready = false }], Id(1), "heat", Warm).ShouldBeNull();
        LabLoop.Grant(LabState.Empty, [Oven("a")], Id(1), "mix", Warm).ShouldBeNull();
        LabLoop.Grant(LabState.Empty, [], Id(1), "heat", Warm).ShouldBeNull();
    }

    [Fact]
    public void Grant_HoldsLedgerAndKindOfTheInstrument() =>
        LabLoop.Grant(LabState.Empty, [Oven("a")], Id(1), "heat", Warm).ShouldBe(new StepGranted(Id(1), "a", "ledger-a", false));

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

    private static InstrumentView Oven(string id, int capacity = 1, double upper = 500) => new(
        id, true, $"ledger-{id}", false, capacity, new Dictionary<string, IReadOnlyDictionary<string, (double, double)>> { ["heat"] = new Dictionary<string, (double, double)> { ["temperature"] = (0, upper) } });

    private static LabState Granted(IReadOnlyList<InstrumentView> instruments, params int[] trials) =>
        trials.Aggregate(LabState.Empty, (state, trial) => LabLoop.Evolve(state, LabLoop.Grant(state, instruments, Id(trial), "heat", Warm)!));
}
