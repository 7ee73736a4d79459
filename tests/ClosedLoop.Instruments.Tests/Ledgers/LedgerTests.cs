using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop.Instruments.Tests;

public sealed class LedgerTests
{
    private readonly TracingDisk _disk = new([]);
    private readonly ManualTime _time = new();

    [Fact]
    public void Open_Again_RemembersEverything()
    {
        using var rig = new LabRig();
        var command = rig.Command() with { TimeLimit = TimeSpan.FromSeconds(1.5) };
        var status = Status(1, DispatchStatus.Succeeded) with { CommandHash = command.Hash() };
        var result = new ResultMessage(
            command.DispatchId, "L", new Dictionary<string, ParameterValue> { ["yield"] = 0.1, ["phase"] = "α" }, _time.GetUtcNow(), _time.GetUtcNow().AddSeconds(3), [new ResultFile("n", "u", "s", 5)]);
        using (var ledger = Open())
        {
            ledger.RaiseEpoch("run", 3);
            ledger.Intend(command);
            ledger.Close(ledger.End(status, result));
            ledger.End(Status(2, DispatchStatus.Rejected) with { CommandHash = "h", Refusal = RefusalReason.Busy }, null);
            ledger.Bury(Status(3, DispatchStatus.Cancelled) with { Sample = SampleFate.Untouched });
            ledger.Set(LedgerActivity.Stopped);
        }

        using var again = Open();
        again.Id.ShouldBe("L1");
        again.Starts.ShouldBe(2);
        again.EpochOf("run").ShouldBe(3);
        again.EpochOf("other").ShouldBe(-1);
        again.Activity.ShouldBe(LedgerActivity.Stopped);
        again.Records.Select(record => record.DispatchId.Trial).ShouldBe([1, 2, 3]);
        var one = again.Find(command.DispatchId)!;
        one.Command!.Hash().ShouldBe(command.Hash());
        one.Command.TimeLimit.ShouldBe(command.TimeLimit);
        one.Command.StartBy.ShouldBe(command.StartBy);
        one.CommandHash.ShouldBe(command.Hash());
        one.Terminal.ShouldBe(status);
        one.Closed.ShouldBeTrue();
        one.Result!.Outputs.ShouldBe(result.Outputs);
        one.Result.FinishedAt.ShouldBe(result.FinishedAt);
        one.Result.Files.ShouldBe(result.Files);
        again.Find(LabRig.IdOf(2))!.Terminal!.Refusal.ShouldBe(RefusalReason.Busy);
        again.Find(LabRig.IdOf(3))!.Tombstone.ShouldBeTrue();
        again.Find(LabRig.IdOf(4)).ShouldBeNull();
    }

    [Fact]
    public void Open_LineOfALaterRelease_IsRefused()
    {
        using (var log = DurableLog.Open(_disk, "device/ledger.jsonl"))
        {
            log.Append([new LogEntry(_time.GetUtcNow(), "intent", 2, "{}"u8.ToArray())]);
        }

        Should.Throw<NotSupportedException>(Open).Message.ShouldContain("version 2");
        _disk.OpenAppend("device/ledger.jsonl").Dispose();
    }

    [Fact]
    public void Open_TornIntent_ForgetsItBecauseNothingWasDone()
    {
        using (var ledger = Open())
        {
            ledger.RaiseEpoch("run", 1);
        }

        _disk.Files["device/ledger.jsonl"] = [.. _disk.Files["device/ledger.jsonl"], .. "{\"seq\":4,\"time\":"u8];

        using var again = Open();
        again.Torn.ShouldNotBeNull();
        again.Records.ShouldBeEmpty();
        again.Starts.ShouldBe(2);
    }

    private static StatusMessage Status(int trial, DispatchStatus status) => new()
    {
        DispatchId = LabRig.IdOf(trial),
        Status = status,
        LedgerId = "L1",
        At = new DateTimeOffset(2026, 3, 1, 20, 0, 0, TimeSpan.Zero),
    };

    private Ledger Open() => Ledger.Open(_disk, "device", _time, () => "L1");
}
