using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop.Instruments.Tests;

public sealed class RestartTests
{
    private static readonly DispatchId One = LabRig.IdOf(1);

    [Fact]
    public void Restart_WhileRunning_IsIndeterminateWithoutRecovery()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.KillAndRestart();

        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Indeterminate);
        rig.Bus.Statuses[One].Sample.ShouldBe(SampleFate.Unknown);
        rig.Send(rig.Command());
        rig.LastReply.Status.ShouldBe(DispatchStatus.Indeterminate);
        rig.Device.Acts.Count.ShouldBe(1);
    }

    [Fact]
    public void Restart_Recoverable_WaitsForTheStepThatStillRuns()
    {
        using var rig = new LabRig(recoverable: true).Start();
        rig.Send(rig.Command());
        var began = rig.Time.GetUtcNow();
        rig.Advance(TimeSpan.FromMinutes(1));
        rig.KillAndRestart();

        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Running);
        rig.Send(rig.Command(2));
        rig.LastReply.Refusal.ShouldBe(RefusalReason.Busy, "a step being recovered holds its place");
        rig.Finish(1, LabRig.Yield(0.5));

        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
        rig.Bus.Results[One].StartedAt.ShouldBe(began);
        rig.Device.Acts.Count.ShouldBe(1);
    }

    [Fact]
    public void End_IsToldToARecoverableInstrument_WhenItIsDurable_AndAgainAtTheNextStart()
    {
        using var rig = new LabRig(recoverable: true, capacity: 2).Start();
        var device = (RecoverableScriptedInstrument)rig.Device;
        rig.Send(rig.Command());
        rig.Send(rig.Command(2));
        rig.Trace.Clear();

        rig.Finish(1, LabRig.Yield(0.5));

        rig.Trace.IndexOf("ended").ShouldBeGreaterThan(rig.Trace.FindIndex(act => act.StartsWith("sync", StringComparison.Ordinal)), string.Join(", ", rig.Trace));
        device.Ended.ShouldBe([(One, DispatchStatus.Succeeded)]);
        rig.KillAndRestart();
        device.Ended.ShouldBe([(One, DispatchStatus.Succeeded), (One, DispatchStatus.Succeeded)], "of the second nobody knows the end");
        rig.Finish(2, new StepOutcome.Failed(FailureKind.Failed, SampleFate.Untouched, "broke"));
        device.Ended[^1].ShouldBe((LabRig.IdOf(2), DispatchStatus.Failed));
    }

    [Fact]
    public void Restart_RecoverableCannotSay_IsIndeterminate()
    {
        using var rig = new LabRig(recoverable: true).Start();
        rig.Send(rig.Command());
        rig.KillAndRestart();
        rig.Finish(1, null);
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Indeterminate);
    }

    [Fact]
    public void Restart_RecoveryThrows_IsIndeterminate()
    {
        using var rig = new LabRig(recoverable: true).Start();
        rig.Send(rig.Command());
        rig.KillAndRestart();
        rig.Throw(1, new TimeoutException("no answer"));
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Indeterminate);
    }

    [Fact]
    public void Restart_NeverBegun_IsPerformedUnderTheSameIntent()
    {
        using var rig = new LabRig(recoverable: true).Start();
        rig.Send(rig.Command());
        rig.KillAndRestart();
        rig.Finish(1, new StepOutcome.NeverBegun());

        rig.Device.Acts.ShouldBe([One, One]);
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
        rig.Disk.LedgerTypes.Count(type => type == "intent").ShouldBe(1);
    }

    [Fact]
    public void Restart_NeverBegunAndTooLate_IsRefused()
    {
        using var rig = new LabRig(recoverable: true).Start();
        rig.Send(rig.Command());
        rig.KillAndRestart();
        rig.Advance(TimeSpan.FromMinutes(6));
        rig.Finish(1, new StepOutcome.NeverBegun());
        rig.Bus.Statuses[One].Refusal.ShouldBe(RefusalReason.Expired);
        rig.Device.Acts.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(ControlVerb.Cancel)]
    [InlineData(ControlVerb.SafeStop)]
    [InlineData(ControlVerb.Resume)]
    public void Restart_NeverBegunWhilePaused_WaitsAndCanBeCancelled(ControlVerb verb)
    {
        using var rig = new LabRig(recoverable: true).Start();
        rig.Send(rig.Command());
        rig.Send(ControlVerb.Pause);
        rig.KillAndRestart();
        rig.Finish(1, new StepOutcome.NeverBegun());
        rig.Device.Acts.Count.ShouldBe(1);
        rig.Send(ControlVerb.Query, 1);
        rig.LastReply.Status.ShouldBe(DispatchStatus.Accepted);

        rig.Send(verb, verb == ControlVerb.Cancel ? 1 : null);

        var status = rig.Bus.Statuses[One];
        if (verb == ControlVerb.Resume)
        {
            rig.Device.Acts.Count.ShouldBe(2);
            status.Status.ShouldBe(DispatchStatus.Running);
        }
        else
        {
            (status.Status, status.Sample).ShouldBe((DispatchStatus.Cancelled, SampleFate.Untouched));
            rig.Send(ControlVerb.Resume);
            rig.Device.Acts.Count.ShouldBe(1);
        }
    }

    [Fact]
    public void Restart_ResultNotTaken_IsShownAgain()
    {
        using var rig = new LabRig().Start();
        rig.Bus.Broken = true;
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Bus.Broken = false;
        rig.Bus.Results.ShouldBeEmpty();

        rig.KillAndRestart();

        rig.Bus.Results[One].Outputs["yield"].Number.ShouldBe(0.5);
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
    }

    [Fact]
    public void Restart_CountsItsLives_AndKeepsItsLedgerId()
    {
        using var rig = new LabRig().Start();
        rig.Bus.FirstEpoch.ShouldBe(1_000_000);
        rig.KillAndRestart();
        rig.Bus.FirstEpoch.ShouldBe(2_000_000);
        rig.Bus.LedgerId.ShouldBe("ledger-1");
        rig.Disk.LedgerTypes.ShouldBe(["created", "started", "started"]);
    }

    [Fact]
    public void Stop_StepThatSaysHowItEnded_IsRecorded()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Stop();
        rig.Running.IsCompletedSuccessfully.ShouldBeTrue();

        rig.Start();

        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Cancelled);
        rig.Bus.Statuses[One].Sample.ShouldBe(SampleFate.Altered);
    }

    [Fact]
    public void Stop_StepThatLetsGo_IsRecoveredAtTheNextStart()
    {
        using var rig = new LabRig(recoverable: true).Start();
        rig.Device.OnCancel = id =>
        {
            rig.Device.Contexts[id].IsHostStopping.ShouldBeTrue();
            rig.Device.Throw(id, new OperationCanceledException());
            return null;
        };
        rig.Send(rig.Command());
        rig.Stop();
        rig.Running.IsCompletedSuccessfully.ShouldBeTrue();
        rig.Disk.LedgerTypes[^1].ShouldBe("intent");

        rig.Start();
        rig.Finish(1, LabRig.Yield(0.5));

        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
        rig.Device.Acts.Count.ShouldBe(1);
    }

    [Fact]
    public void Stop_StepThatDoesNotEnd_IsWaitedForTenSeconds()
    {
        using var rig = new LabRig().Start();
        rig.Device.OnCancel = _ => null;
        rig.Send(rig.Command());
        rig.Stop();
        rig.Running.IsCompleted.ShouldBeFalse();
        rig.Advance(TimeSpan.FromSeconds(10));
        rig.Running.IsCompletedSuccessfully.ShouldBeTrue();
        rig.Start();
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Indeterminate);
    }

    [Fact]
    public void Run_WhileAnotherHostRuns_IsRefused()
    {
        using var rig = new LabRig().Start();
        var second = new InstrumentHost(rig.Device, rig.Bus, rig.Disk, "device", rig.Time, () => "other");
        Should.Throw<FileInUseException>(() => second.RunAsync(TestContext.Current.CancellationToken));
    }
}
