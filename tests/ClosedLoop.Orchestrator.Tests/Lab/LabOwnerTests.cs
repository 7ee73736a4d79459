using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;

namespace ClosedLoop.Orchestrator.Tests;

public sealed class LabOwnerTests : IDisposable
{
    private readonly List<string> _trace = [];
    private readonly ManualTime _time = new();
    private readonly MemoryDisk _disk;
    private readonly Journals _journals;
    private LabOwner _lab;

    public LabOwnerTests()
    {
        _disk = new MemoryDisk(_trace);
        _journals = new Journals(_disk, "data");
        _lab = Open();
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Grant_IsDurableBeforeItIsReturned()
    {
        _trace.Clear();
        Grant(1).ShouldNotBeNull();
        _trace.ShouldBe(["sync lab"]);
    }

    [Fact]
    public void Grant_AskedAgain_IsTheSame_AndWritesNothing()
    {
        var granted = Grant(1);
        _trace.Clear();
        Grant(1).ShouldBe(granted);
        _trace.ShouldBeEmpty();
    }

    [Fact]
    public void Grant_WhenNothingIsFree_WritesNothing()
    {
        Grant(1);
        _trace.Clear();
        Grant(2).ShouldBeNull();
        _trace.ShouldBeEmpty();
    }

    [Fact]
    public void Grant_SurvivesARestart()
    {
        var granted = Grant(1);
        Restart();
        Grant(2).ShouldBeNull();
        Grant(1).ShouldBe(granted);
    }

    [Fact]
    public void Settle_FreesPlaces_TellsWhoWaits_AndIsWrittenWithTheNextGrant()
    {
        Grant(1);
        _trace.Clear();
        var told = 0;
        _lab.PlaceFreed += () => told++;
        _lab.Settle("run-1", grant => grant.Id.Trial != 1, _ => false);
        told.ShouldBe(1);
        _trace.ShouldBeEmpty();
        Grant(2).ShouldNotBeNull();
        _trace.ShouldBe(["sync lab"]);
        Restart();
        _journals.ReadLab("lab").Select(happened => happened.GetType()).ShouldBe([typeof(StepGranted), typeof(PlaceReleased), typeof(StepGranted)]);
    }

    [Fact]
    public void Settle_BeforeTheReleaseWasWritten_IsDoneAgainAfterARestart()
    {
        Grant(1);
        _lab.Settle("run-1", _ => false, _ => false);
        Restart();
        Grant(2).ShouldBeNull("the release was not written");
        _lab.Settle("run-1", _ => false, _ => false);
        Grant(2).ShouldNotBeNull();
    }

    [Fact]
    public void Settle_OfOneRun_LeavesThePlacesOfOthers_AndTellsNobody()
    {
        Grant(1);
        _lab.PlaceFreed += () => Assert.Fail("nothing was freed");
        _lab.Settle("run-2", _ => false, _ => false);
        _lab.Settle("run-1", _ => true, _ => false);
        Grant(2).ShouldBeNull();
    }

    [Fact]
    public void Stray_IsKeptOnce()
    {
        _lab.KeepStray("rig", "x.1.y.1", "no such run", "StatusArrived");
        _lab.KeepStray("rig", "x.1.y.1", "no such run", "ResultArrived");
        _lab.KeepStray("rig", "x.2.y.1", "no such run", "StatusArrived");
        Restart();
        _journals.ReadLab("lab").OfType<StrayMessageKept>().Select(stray => stray.Dispatch).ShouldBe(["x.1.y.1", "x.2.y.1"]);
    }

    [Fact]
    public void Stock_IsTakenWithTheGrant_AndGivenBackOnlyWhereNothingWasUsed()
    {
        Stocked(10);
        Grant(1).ShouldNotBeNull().Uses.ShouldBe(new Dictionary<string, double> { ["dye"] = 4 });
        Left.ShouldBe(6);
        _lab.Settle("run-1", _ => false, _ => false);
        Left.ShouldBe(6);

        Grant(2).ShouldNotBeNull();
        Left.ShouldBe(2);
        _lab.Settle("run-1", _ => false, _ => true);
        Left.ShouldBe(6);
    }

    [Fact]
    public void Stock_ThatIsTooLittle_LetsTheStepWaitUntilSomebodyHasFilledUp()
    {
        Stocked(3);
        var freed = 0;
        _lab.PlaceFreed += () => freed++;
        Grant(1).ShouldBeNull();
        var wait = _lab.Plan().Waits.ShouldHaveSingleItem();
        (wait.Lacks, wait.Expected).ShouldBe(("dye", null));
        wait.Reason.ShouldContain("it needs 4 mL of dye, and 3 mL are left");

        _lab.Count("dye", 20, "r-1", "filled up").ShouldBe("dye: 20 mL left");
        freed.ShouldBe(1);
        Grant(1).ShouldNotBeNull();
        _lab.Count("dye", 20, "r-1", "the same message again").ShouldBe("dye: 16 mL left");
        _lab.Count("ink", 20, "r-2", "what is that?").ShouldBeNull();
    }

    [Fact]
    public void Stock_SurvivesARestart_WhateverTheLabFileSaysThen()
    {
        Stocked(10);
        Grant(1);
        Stocked(500);
        Left.ShouldBe(6);
    }

    [Fact]
    public void Stock_ForOneOfTwo_IsGivenToOne()
    {
        Stocked(5, capacity: 2);
        SampleRoute Route(int trial) => new(trial, [Step]) { Owed = Id(trial) };
        _lab.Hear(new CampaignDemand("run-1", "one", 1, [Route(1), Route(2)]));

        _lab.Plan().Grants.ShouldHaveSingleItem().Id.ShouldBe(Id(1));
        _lab.Grant(Id(1)).ShouldNotBeNull();
        _lab.Grant(Id(2)).ShouldBeNull();
    }

    /// <summary>An instrument that shouts nonsense must not fill the disk.</summary>
    [Fact]
    public void Strays_AreLimitedInNumber()
    {
        for (var i = 0; i < 1500; i++)
        {
            _lab.KeepStray("rig", $"x.{i}.y.1", "no such run", "StatusArrived");
        }

        Restart();
        _journals.ReadLab("lab").Count.ShouldBe(1000);
    }

    [Fact]
    public void Grant_WhileTheDiskFails_IsNone_AndIsGivenWhenItIsWell()
    {
        Stocked(10, capacity: 2);
        Grant(1).ShouldNotBeNull();
        _lab.Settle("run-1", _ => false, _ => true);
        _disk.Fails = _ => true;
        for (var again = 1; again <= 2; again++)
        {
            Should.Throw<IOException>(() => Grant(2));
            Left.ShouldBe(10);
            _lab.Runs.ShouldBeEmpty();
        }

        _lab.KeepStray("rig", "x.1.y.1", "no such run", "StatusArrived");
        _disk.Fails = _ => false;
        Grant(2).ShouldNotBeNull();

        Left.ShouldBe(6);
        _journals.ReadLab("lab").Select(happened => happened.GetType())
            .ShouldBe([typeof(StockCounted), typeof(StepGranted), typeof(PlaceReleased), typeof(StrayMessageKept), typeof(StepGranted)]);
    }

    private static RouteStep Step => new("measure", "measure", new Dictionary<string, ParameterValue> { ["x"] = 0.5, ["dye"] = 4 }, TimeSpan.FromMinutes(10));

    private double Left => _lab.Stock.Single().Amount;

    private static DispatchId Id(int trial) => new("run-1", trial, "measure", 1);

    private StepGranted? Grant(int trial)
    {
        _lab.Hear(new CampaignDemand("run-1", "one", 1, [new SampleRoute(trial, [Step]) { Owed = Id(trial) }]));
        return _lab.Grant(Id(trial));
    }

    private void Stocked(double amount, int capacity = 1)
    {
        _lab.Dispose();
        _lab = Open(capacity, [new StockItem("dye", amount, "mL", new Dictionary<string, (double?, string?)> { ["measure"] = (null, "dye") })]);
    }

    private void Restart()
    {
        _lab.Dispose();
        _lab = Open();
    }

    private LabOwner Open(int capacity = 1, IReadOnlyList<StockItem>? stock = null)
    {
        var view = new LabView(_time);
        view.Take(Samples.Presence("rig"));
        view.Take(Samples.Capabilities("rig", capacity));
        view.Take(Samples.State("rig"));
        return new LabOwner(() => _journals.OpenLab("lab"), view, _time, stock);
    }
}
