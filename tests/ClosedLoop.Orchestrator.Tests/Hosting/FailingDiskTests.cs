using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator.Tests;

/// <summary>A disk that fails under one of two campaigns, or under the lab's journal.</summary>
public sealed class FailingDiskTests : IDisposable
{
    private readonly HostRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Campaign_WhoseDiskFails_IsOpenedAgain_AndTheOtherGoesOnMeanwhile()
    {
        var told = new Told();
        _rig.InstrumentAppears(capacity: 2);
        var (one, two) = (_rig.Start("one", Samples.Spec, told), _rig.Start("two", Samples.Spec with { Name = "two" }));
        Measure("one");
        _rig.Disk.Fails = path => path.Contains("/one/", StringComparison.Ordinal);
        Measure("one");

        _rig.Host.Runs.Keys.ShouldBe(["two"]);
        _rig.Host.Interruptions["one"].Reason.ShouldBe("no space left for data/campaigns/one/journal.jsonl");
        told.Interruptions.ShouldHaveSingleItem();
        Steer("one").ShouldStartWith("campaign 'one' is not running on host: its disk has failed: no space left");
        for (var trial = 1; trial <= 3; trial++)
        {
            Measure("two");
        }

        End(two).Observed.Count.ShouldBe(3);
        _rig.Advance(60);
        told.Interruptions.Count.ShouldBeInRange(3, 5);
        _rig.Disk.Fails = _ => false;
        _rig.Advance(80);
        _rig.InstrumentAppears(capacity: 2);

        _rig.Host.Interruptions.ShouldBeEmpty();
        Steer("one").ShouldBe("Resume of 'one' is taken: it is dispatching now");
        Measure("one");
        Measure("one");
        End(one).Observed.Count.ShouldBe(3);
        End(one).Epoch.ShouldBe(2);
        _rig.Journals.ReadCampaign("one").OfType<StepDispatched>().Select(dispatched => dispatched.Id.Trial).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void LabWhoseDiskFails_InterruptsWhoeverNeedsAPlace_AndGoesOnWithIt()
    {
        var run = _rig.Start("one", Samples.Spec);
        _rig.Disk.Fails = path => path.Contains("lab/", StringComparison.Ordinal);
        _rig.InstrumentAppears();
        _rig.Host.Interruptions["one"].Reason.ShouldContain("data/lab/lab/journal.jsonl");
        _rig.Bus.Commands.ShouldBeEmpty();

        _rig.Disk.Fails = _ => false;
        _rig.Advance(60);
        for (var trial = 1; trial <= 3; trial++)
        {
            Measure("one");
        }

        End(run).Observed.Count.ShouldBe(3);
    }

    [Fact]
    public void Host_DrainedWhileADiskFails_DoesNotWaitForIt()
    {
        var run = _rig.Start("one", Samples.Spec);
        _rig.Disk.Fails = _ => true;
        _rig.InstrumentAppears();
        run.IsCompleted.ShouldBeFalse();

        _rig.Do(() => _rig.Host.Drain("the host is stopping"));

        run.Exception!.InnerException.ShouldBeOfType<IOException>();
    }

    [Fact]
    public void Order_UnderWhichTheDiskFails_IsNotConfirmed()
    {
        _rig.Start("one", Samples.Spec);
        _rig.Disk.Fails = _ => true;
        Steer("one", CampaignVerb.Pause).ShouldBe("campaign 'one' has not taken it: it ended, or its disk failed, before");
        _rig.Bus.Replies[^1].Accepted.ShouldBeFalse();
    }

    private static CampaignState End(Task<CampaignState> run)
    {
        run.IsCompletedSuccessfully.ShouldBeTrue();
        return run.Result;
    }

    private string Steer(string campaign, CampaignVerb verb = CampaignVerb.Resume)
    {
        _rig.Hear(new LabMessage.CampaignControlArrived(campaign, new CampaignControlMessage(verb, null), new ReplyAddress("inbox", default)));
        return _rig.Bus.Replies[^1].Lines.ShouldHaveSingleItem();
    }

    /// <summary>The campaign's last command is done.</summary>
    private void Measure(string campaign)
    {
        var id = _rig.Bus.Commands.Last(command => command.DispatchId.Run.StartsWith($"{campaign}-", StringComparison.Ordinal)).DispatchId;
        _rig.Measure(id, id.Trial);
        _rig.Hear(new LabMessage.StatusArrived("rig", Samples.Status(id, DispatchStatus.Succeeded) with { Closed = true }));
    }

    private sealed class Told : ICampaignObserver
    {
        public List<Interruption> Interruptions { get; } = [];

        public void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash)
        {
        }

        public void Interrupted(string campaign, Interruption interruption) => Interruptions.Add(interruption);
    }
}
