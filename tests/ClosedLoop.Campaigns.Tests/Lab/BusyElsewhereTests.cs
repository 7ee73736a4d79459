using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>An instrument that is at work for somebody else would refuse as busy, and refusals use up a step's attempts.</summary>
public class BusyElsewhereTests
{
    private static readonly DispatchId Asked = new("run-new", 1, "heat", 1);
    private static readonly DispatchId Foreign = new("run-old", 7, "heat", 1);

    [Fact]
    public void Plan_WithTheInstrumentAtWorkForAnotherRun_GrantsNothing() => Granted(LabState.Empty, Oven(1, $"{Foreign}")).ShouldBeFalse();

    [Fact]
    public void Plan_WithTheInstrumentAtWorkForSomethingUnreadable_GrantsNothing() => Granted(LabState.Empty, Oven(1, "by hand")).ShouldBeFalse();

    [Fact]
    public void Plan_WithAPlaceBesideTheForeignWork_GrantsIt() => Granted(LabState.Empty, Oven(2, $"{Foreign}")).ShouldBeTrue();

    /// <summary>An instrument says that it is idle a moment after its answer; of its own run the grants know sooner.</summary>
    [Fact]
    public void Plan_WithTheInstrumentStillShowingAnEndedStepOfTheSameRun_GrantsIt() => Granted(LabState.Empty, Oven(1, $"{Asked with { Trial = 2 }}")).ShouldBeTrue();

    [Fact]
    public void Plan_CountsWorkThatHoldsAGrant_Once()
    {
        var state = LabLoop.Evolve(LabState.Empty, new StepGranted(Foreign, "oven", "ledger", false));
        Granted(state, Oven(2, $"{Foreign}")).ShouldBeTrue();
        Granted(state, Oven(1, $"{Foreign}")).ShouldBeFalse();
    }

    private static bool Granted(LabState state, InstrumentView oven)
    {
        var plan = Placement.Plan(Labs.Picture(state, [oven], Labs.Demand("run-new", Labs.Waiting(Asked, "heat"))));
        return plan.Grants.Select(grant => grant.Id).SequenceEqual([Asked]);
    }

    private static InstrumentView Oven(int capacity, string active) => Labs.Instrument("oven", "heat", 60, capacity) with { Active = [active] };
}
