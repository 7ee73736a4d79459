using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>An instrument that is at work for somebody else would refuse as busy, and refusals use up a step's attempts within milliseconds.</summary>
public class BusyElsewhereTests
{
    private static readonly DispatchId Asked = new("run-new", 1, "heat", 1);
    private static readonly DispatchId Foreign = new("run-old", 7, "heat", 1);

    [Fact]
    public void Grant_OfAnInstrumentAtWorkForAnotherRun_IsNone() => Grant(LabState.Empty, Oven(1, $"{Foreign}")).ShouldBeNull();

    [Fact]
    public void Grant_OfAnInstrumentAtWorkForSomethingUnreadable_IsNone() => Grant(LabState.Empty, Oven(1, "by hand")).ShouldBeNull();

    [Fact]
    public void Grant_WithAPlaceBesideTheForeignWork_IsThatPlace() => Grant(LabState.Empty, Oven(2, $"{Foreign}")).ShouldNotBeNull();

    /// <summary>An instrument says that it is idle a moment after its answer; of its own run the grants know sooner.</summary>
    [Fact]
    public void Grant_OfAnInstrumentThatStillShowsAnEndedStepOfTheSameRun_IsGiven() => Grant(LabState.Empty, Oven(1, $"{Asked with { Trial = 2 }}")).ShouldNotBeNull();

    [Fact]
    public void Grant_CountsWorkThatHoldsAGrant_Once()
    {
        var state = LabLoop.Evolve(LabState.Empty, new StepGranted(Foreign, "oven", "ledger", false));
        Grant(state, Oven(2, $"{Foreign}")).ShouldNotBeNull();
        Grant(state, Oven(1, $"{Foreign}")).ShouldBeNull();
    }

    private static StepGranted? Grant(LabState state, InstrumentView oven) => LabLoop.Grant(state, [oven], Asked, "heat", new Dictionary<string, ParameterValue>());

    private static InstrumentView Oven(int capacity, string active) =>
        new("oven", true, "ledger", false, capacity, new Dictionary<string, IReadOnlyDictionary<string, (double Lower, double Upper)>> { ["heat"] = new Dictionary<string, (double, double)>() })
        {
            Active = [active],
        };
}
