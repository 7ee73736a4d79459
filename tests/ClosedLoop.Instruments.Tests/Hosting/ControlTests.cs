using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments.Tests;

public sealed class ControlTests
{
    private static readonly DispatchId One = LabRig.IdOf(1);

    [Fact]
    public void Query_NeverSeen_AnswersUnknown()
    {
        using var rig = new LabRig().Start();
        rig.Send(ControlVerb.Query, 1);
        rig.LastReply.Status.ShouldBe(DispatchStatus.Unknown);
        rig.Bus.Statuses.ShouldBeEmpty();
        rig.Send(rig.Command());
        rig.Device.Acts.Count.ShouldBe(1, "unknown decides nothing");
    }

    [Fact]
    public void Query_OlderEpoch_IsRefused()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command() with { Epoch = 2 });
        rig.Send(ControlVerb.Cancel, 1, epoch: 1);
        rig.LastReply.Refusal.ShouldBe(RefusalReason.OldEpoch);
        rig.Device.CancelAsked.ShouldBeEmpty();
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Running);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Query_Succeeded_BringsTheResultBackAlsoAfterAClose(bool closed)
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        if (closed)
        {
            rig.Send(ControlVerb.Close, 1);
        }

        rig.KillAndRestart();
        rig.Reconnect(forget: true);
        rig.Bus.Results.Clear();
        rig.Send(ControlVerb.Query, 1);

        rig.LastReply.Status.ShouldBe(DispatchStatus.Succeeded);
        rig.LastReply.Closed.ShouldBe(closed);
        rig.Bus.Results[One].Outputs["yield"].Number.ShouldBe(0.5);
        rig.Send(ControlVerb.Close, 1);
        rig.Bus.Results.ShouldBeEmpty();
        rig.Bus.Statuses.ShouldBeEmpty();
    }

    [Fact]
    public void Cancel_NeverSeen_IsRefusedForEver()
    {
        using var rig = new LabRig().Start();
        rig.Send(ControlVerb.Cancel, 1);
        rig.LastReply.Status.ShouldBe(DispatchStatus.Cancelled);
        rig.LastReply.Sample.ShouldBe(SampleFate.Untouched);
        rig.Disk.LedgerTypes[^1].ShouldBe("tombstone");

        rig.KillAndRestart();
        rig.Send(rig.Command());

        rig.LastReply.Refusal.ShouldBe(RefusalReason.Tombstone);
        rig.Device.Acts.ShouldBeEmpty();
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Cancelled);
    }

    [Fact]
    public void Cancel_Running_EndsAsTheAdapterSays()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Send(ControlVerb.Cancel, 1);

        rig.Bus.Replies[^1].Status.ShouldBe(DispatchStatus.Running, "it is not cancelled before the device says so");
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Cancelled);
        rig.Bus.Statuses[One].Sample.ShouldBe(SampleFate.Altered);
    }

    [Fact]
    public void Cancel_ButTheStepSucceeds_IsASuccess()
    {
        using var rig = new LabRig().Start();
        rig.Device.OnCancel = _ => null;
        rig.Send(rig.Command());
        rig.Send(ControlVerb.Cancel, 1);
        rig.Finish(1, LabRig.Yield(0.5));

        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
        rig.Send(ControlVerb.Cancel, 1);
        rig.LastReply.Status.ShouldBe(DispatchStatus.Succeeded);
    }

    [Fact]
    public void Close_Terminal_ClearsWhatIsRetainedAndKeepsTheId()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Trace.Clear();

        rig.Send(ControlVerb.Close, 1);
        rig.Send(ControlVerb.Close, 1);

        rig.Trace.ShouldBe(["ledger closed", "clear", "reply Succeeded", "clear", "reply Succeeded"]);
        rig.LastReply.Closed.ShouldBeTrue();
        rig.Bus.Results.ShouldBeEmpty();
        rig.Bus.Statuses.ShouldBeEmpty();
        rig.Reconnect();
        rig.Bus.Statuses.ShouldBeEmpty();
    }

    [Fact]
    public void Close_OpenOrUnknown_DoesNothing()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Send(ControlVerb.Close, 1);
        rig.LastReply.ShouldSatisfyAllConditions(r => r.Status.ShouldBe(DispatchStatus.Running), r => r.Closed.ShouldBeFalse());
        rig.Bus.Statuses.ShouldContainKey(One);
        rig.Send(ControlVerb.Close, 2);
        rig.LastReply.Status.ShouldBe(DispatchStatus.Unknown);
        rig.Disk.LedgerTypes.ShouldNotContain("closed");
    }

    [Fact]
    public void Close_WhileTheBusFails_ClearsAtTheNextConnect()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Bus.Broken = true;
        rig.Send(ControlVerb.Close, 1);
        rig.Bus.Statuses.ShouldContainKey(One);

        rig.Bus.Broken = false;
        rig.Reconnect(forget: false);

        rig.Bus.Statuses.ShouldBeEmpty();
        rig.Bus.Results.ShouldBeEmpty();
    }

    [Fact]
    public void Pause_WhileRunning_LetsItEndAndBeginsNothing()
    {
        using var rig = new LabRig(capacity: 2).Start();
        rig.Send(rig.Command(1));
        rig.Send(ControlVerb.Pause);
        rig.State.Activity.ShouldBe("paused");
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
        rig.Send(rig.Command(2));
        rig.LastReply.Refusal.ShouldBe(RefusalReason.NotReady);

        rig.Send(ControlVerb.Resume);
        rig.State.Activity.ShouldBe("idle");
        rig.Send(rig.Command(3));
        rig.Device.Acts.Count.ShouldBe(2);
    }

    [Fact]
    public void SafeStop_WhileRunning_StopsMakesSafeAndStaysStoppedUntilResumed()
    {
        using var rig = new LabRig(capacity: 2).Start();
        rig.Send(rig.Command(1));
        rig.Send(rig.Command(2));
        rig.Send(ControlVerb.SafeStop);

        rig.Device.CancelAsked.Count.ShouldBe(2);
        rig.Device.MadeSafe.ShouldBe(1);
        rig.State.Activity.ShouldBe("stopped");
        rig.State.Active.ShouldBeEmpty();
        rig.Bus.Statuses.Values.ShouldAllBe(status => status.Status == DispatchStatus.Cancelled);

        rig.Send(ControlVerb.Pause);
        rig.KillAndRestart();
        rig.State.Activity.ShouldBe("stopped");
        rig.Device.MadeSafe.ShouldBe(2, "the crash may have come before the device was safe");
        rig.Send(rig.Command(3));
        rig.LastReply.Refusal.ShouldBe(RefusalReason.NotReady);

        rig.Send(ControlVerb.Resume);
        rig.Send(rig.Command(4));
        rig.LastReply.Status.ShouldBe(DispatchStatus.Running);
    }

    [Fact]
    public void SafeStop_ThatFails_IsShown()
    {
        using var rig = new LabRig().Start();
        rig.Device.MakeSafeFailure = new InvalidOperationException("the valve is stuck");
        rig.Send(ControlVerb.SafeStop);

        rig.State.Health.ShouldBe("failed");
        rig.State.LastError!.ShouldContain("the valve is stuck");
        rig.State.Activity.ShouldBe("stopped");
    }

    [Fact]
    public void Control_WithoutADispatchItNeeds_IsNotedAndNothingElse()
    {
        using var rig = new LabRig().Start();
        rig.Send(ControlVerb.Cancel);
        rig.State.LastError!.ShouldContain("names no dispatch");
        rig.Running.IsCompleted.ShouldBeFalse();
    }
}
