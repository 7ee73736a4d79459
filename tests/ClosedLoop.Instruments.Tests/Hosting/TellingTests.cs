using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments.Tests;

public sealed class TellingTests
{
    private static readonly DispatchId One = LabRig.IdOf(1);

    [Fact]
    public void Connect_Again_ShowsEverythingThatIsOpen()
    {
        using var rig = new LabRig(capacity: 3).Start();
        rig.Send(rig.Command(1));
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Send(rig.Command(2));
        rig.Send(rig.Command(3));
        rig.Finish(3, LabRig.Yield(0.6));
        rig.Send(ControlVerb.Close, 3);

        rig.Reconnect(forget: true);

        rig.Bus.Capabilities!.Capacity.ShouldBe(3);
        rig.State.Activity.ShouldBe("busy");
        rig.Bus.Statuses.Keys.ShouldBe([One, LabRig.IdOf(2)]);
        rig.Bus.Results.Keys.ShouldBe([One]);
    }

    [Fact]
    public void Bus_Down_StepsGoOnAndAreToldAtTheNextConnect()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Bus.IsConnected = false;
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Running);

        rig.Reconnect(forget: false);

        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
        rig.Bus.Results.ShouldContainKey(One);
    }

    [Fact]
    public void Bus_ThrowsWhileConnected_IsToldAtTheNextBeat()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Bus.Broken = true;
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Bus.Broken = false;
        rig.Advance(TimeSpan.FromSeconds(30));

        rig.Running.IsCompleted.ShouldBeFalse();
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
    }

    [Fact]
    public void Bus_CannotListen_IsTriedAgainWithAHigherEpoch()
    {
        using var rig = new LabRig();
        rig.Bus.ListenFailures = 2;
        rig.Start();
        rig.Bus.LedgerId.ShouldBeNull();
        rig.Advance(TimeSpan.FromSeconds(10));
        rig.Bus.LedgerId.ShouldBe("ledger-1");
        rig.Bus.FirstEpoch.ShouldBeInRange(1_000_001, 1_999_999);
    }

    [Fact]
    public void State_NothingChanged_IsShownEveryThirtySeconds()
    {
        using var rig = new LabRig().Start();
        rig.Bus.States.Count.ShouldBe(1);
        rig.Advance(TimeSpan.FromSeconds(29));
        rig.Bus.States.Count.ShouldBe(1);
        rig.Advance(TimeSpan.FromSeconds(61));
        rig.Bus.States.Count.ShouldBe(4);
        rig.State.At.ShouldBe(rig.Time.GetUtcNow());
    }

    [Fact]
    public void Progress_Often_IsShownEachFivePercentOrSecond()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Trace.Clear();
        var context = rig.Device.Contexts[One];
        for (var i = 1; i <= 100; i++)
        {
            rig.Do(() => _ = context.ReportProgressAsync(i / 1000.0).AsTask());
        }

        rig.Trace.Count.ShouldBeInRange(2, 3);
        rig.Send(ControlVerb.Query, 1);
        rig.LastReply.Progress.ShouldBe(0.1);
        rig.Trace.Clear();
        rig.Advance(TimeSpan.FromSeconds(1));
        rig.Do(() => _ = context.ReportProgressAsync(0.101).AsTask());
        rig.Trace.ShouldBe(["status Running"]);
        rig.Do(() => _ = context.ReportProgressAsync(double.NaN).AsTask());
        rig.Do(() => _ = context.ReportProgressAsync(7).AsTask());
        rig.Bus.Statuses[One].Progress.ShouldBe(1);
        rig.Disk.LedgerTypes.ShouldBe(["created", "started", "epoch", "intent"]);
    }

    [Fact]
    public void Progress_AfterTheEnd_ChangesNothing()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Do(() => _ = rig.Device.Contexts[One].ReportProgressAsync(0.9).AsTask());
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
    }

    [Fact]
    public void Telemetry_Reading_IsPublished()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Do(() => _ = rig.Device.Contexts[One].ReportAsync("temperature", 299.5).AsTask());
        rig.Bus.Readings.ShouldBe([("temperature", 299.5)]);
    }

    [Fact]
    public void Malformed_WithAReplyAddress_IsNotedAndAnsweredWithWhatIsKnown()
    {
        using var rig = new LabRig().Start();
        rig.Deliver(new InstrumentMessage.Malformed("command", "`sample` is missing", LabRig.ReplyTo));
        rig.State.LastError!.ShouldContain("`sample` is missing");
        rig.LastReply.Status.ShouldBe(DispatchStatus.Unknown);
        rig.LastReply.DispatchId.ShouldBe(One);

        rig.Send(rig.Command());
        rig.Device.Acts.Count.ShouldBe(1);
        rig.Deliver(new InstrumentMessage.Malformed("command", "not JSON", LabRig.ReplyTo));
        rig.LastReply.Status.ShouldBe(DispatchStatus.Running);
        var replies = rig.Bus.Replies.Count;
        rig.Deliver(new InstrumentMessage.Malformed("command", "not JSON", null));
        rig.Deliver(new InstrumentMessage.Malformed("command", "not JSON", new ReplyAddress("inbox", new byte[] { 0xFF, 1 })));
        rig.Bus.Replies.Count.ShouldBe(replies);
        rig.Running.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Events_OfADispatch_AreObserved()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Send(ControlVerb.Close, 1);
        rig.Events.Where(e => e.DispatchId is not null).Select(e => e.Kind).ShouldBe(["begun", "ended", "closed"]);
        rig.Events.ShouldAllBe(e => e.Instrument == "device");
    }
}
