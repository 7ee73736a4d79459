using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments.Tests;

/// <summary>A power cut at each durable write: the host ends, acts no more and tells nothing that is not on disk; the next life does the id at most once.</summary>
public sealed class DiskFailureTests
{
    [Theory]
    [InlineData("ledger epoch", 0)]
    [InlineData("ledger intent", 0)]
    [InlineData("file", 1)]
    [InlineData("ledger ended", 1)]
    public void Disk_FailsAt_EndsTheHostWithoutAnotherEffect(string at, int acts)
    {
        using var rig = new LabRig(capacity: 2).Start();
        rig.Disk.FailAt = at;
        rig.Send(rig.Command());
        if (acts == 1)
        {
            rig.Do(() => KeepAndFinish(rig));
        }

        rig.Running.IsFaulted.ShouldBeTrue();
        rig.Device.Acts.Count.ShouldBe(acts);
        rig.Bus.Results.ShouldBeEmpty();
        rig.Bus.Statuses.Values.ShouldAllBe(status => status.Status == DispatchStatus.Running);
        var trace = rig.Trace.Count;
        rig.Send(rig.Command(2));
        rig.Send(ControlVerb.Query, 1);
        rig.Advance(TimeSpan.FromMinutes(5));
        rig.Trace.Count.ShouldBe(trace);
    }

    [Fact]
    public void Disk_AdapterSwallowsItsFailure_EndsTheHostAllTheSame()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Disk.FailAt = "file";
        rig.Do(() => Should.Throw<InvalidOperationException>(() => rig.Device.Contexts[LabRig.IdOf(1)].Keep("a", "b"u8)));

        rig.Running.IsFaulted.ShouldBeTrue();
        rig.Running.Exception!.InnerException!.Message.ShouldContain("power cut");
        Should.Throw<OperationCanceledException>(() => rig.Device.Contexts[LabRig.IdOf(1)].Keep("a", "b"u8));
    }

    private static void KeepAndFinish(LabRig rig)
    {
        try
        {
            rig.Device.Contexts[LabRig.IdOf(1)].Keep("curve", "raw"u8);
            rig.Device.Finish(LabRig.IdOf(1), LabRig.Yield(0.5));
        }
        catch (InvalidOperationException error)
        {
            rig.Device.Throw(LabRig.IdOf(1), error);
        }
    }
}
