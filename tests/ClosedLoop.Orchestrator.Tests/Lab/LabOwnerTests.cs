using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;

namespace ClosedLoop.Orchestrator.Tests;

public sealed class LabOwnerTests
{
    private readonly List<string> _trace = [];
    private readonly ManualTime _time = new();
    private readonly Journals _journals;
    private IJournal<LabEvent> _journal;
    private LabOwner _lab;

    public LabOwnerTests()
    {
        _journals = new Journals(new MemoryDisk(_trace), "data");
        (_journal, _lab) = Open();
    }

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
        _lab.Settle("run-1", grant => grant.Id.Trial != 1);
        told.ShouldBe(1);
        _trace.ShouldBeEmpty();
        Grant(2).ShouldNotBeNull();
        _trace.ShouldBe(["sync lab"]);
        Restart();
        _journal.Events.Select(happened => happened.GetType()).ShouldBe([typeof(StepGranted), typeof(PlaceReleased), typeof(StepGranted)]);
    }

    [Fact]
    public void Settle_BeforeTheReleaseWasWritten_IsDoneAgainAfterARestart()
    {
        Grant(1);
        _lab.Settle("run-1", _ => false);
        Restart();
        Grant(2).ShouldBeNull("the release was not written");
        _lab.Settle("run-1", _ => false);
        Grant(2).ShouldNotBeNull();
    }

    [Fact]
    public void Settle_OfOneRun_LeavesThePlacesOfOthers_AndTellsNobody()
    {
        Grant(1);
        _lab.PlaceFreed += () => Assert.Fail("nothing was freed");
        _lab.Settle("run-2", _ => false);
        _lab.Settle("run-1", _ => true);
        Grant(2).ShouldBeNull();
    }

    [Fact]
    public void Stray_IsKeptOnce()
    {
        _lab.KeepStray("rig", "x.1.y.1", "no such run", "StatusArrived");
        _lab.KeepStray("rig", "x.1.y.1", "no such run", "ResultArrived");
        _lab.KeepStray("rig", "x.2.y.1", "no such run", "StatusArrived");
        Restart();
        _journal.Events.OfType<StrayMessageKept>().Select(stray => stray.Dispatch).ShouldBe(["x.1.y.1", "x.2.y.1"]);
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
        _journal.Events.Count.ShouldBe(1000);
    }

    private StepGranted? Grant(int trial)
    {
        var id = new DispatchId("run-1", trial, "measure", 1);
        var step = new RouteStep("measure", "measure", new Dictionary<string, ParameterValue> { ["x"] = 0.5 }, TimeSpan.FromMinutes(10));
        _lab.Hear(new CampaignDemand("run-1", "one", 1, [new SampleRoute(trial, [step]) { Owed = id }]));
        return _lab.Grant(id);
    }

    private void Restart()
    {
        _journal.Dispose();
        (_journal, _lab) = Open();
    }

    private (IJournal<LabEvent> Journal, LabOwner Lab) Open()
    {
        var journal = _journals.OpenLab("lab");
        var view = new LabView(_time);
        view.Take(Samples.Presence("rig"));
        view.Take(Samples.Capabilities("rig"));
        view.Take(Samples.State("rig"));
        return (journal, new LabOwner(journal, view, _time));
    }
}
