using System.Text;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator.Tests;

public class HearingTests
{
    private static readonly DispatchId Id = new("one-0001", 1, "measure", 1);
    private static readonly CampaignState State = CampaignState.Empty with { Run = "one-0001", Epoch = 5 };

    public static TheoryData<string, StatusMessage, DispatchAnswer?> Statuses => new()
    {
        { "unknown", Status(DispatchStatus.Unknown), new DispatchAnswer.Unknown() },
        { "accepted", Status(DispatchStatus.Accepted), new DispatchAnswer.Accepted() },
        { "running", Status(DispatchStatus.Running) with { Progress = 0.5 }, new DispatchAnswer.Accepted() },
        { "succeeded", Status(DispatchStatus.Succeeded), new DispatchAnswer.Done() },
        { "closed", Status(DispatchStatus.Succeeded) with { Closed = true }, new DispatchAnswer.Closed() },
        { "failed and closed", Status(DispatchStatus.Failed) with { Closed = true, Failure = FailureKind.Error, Sample = SampleFate.Altered }, new DispatchAnswer.Closed() },
        { "failed", Status(DispatchStatus.Failed) with { Failure = FailureKind.Timeout, Sample = SampleFate.Altered, Message = "slow" }, new DispatchAnswer.Failed(FailureKind.Timeout, SampleFate.Altered, "slow") },
        { "failed, sample not told", Status(DispatchStatus.Failed), new DispatchAnswer.Failed(FailureKind.Error, SampleFate.Unknown, "failed") },
        { "cancelled", Status(DispatchStatus.Cancelled) with { Sample = SampleFate.Untouched }, new DispatchAnswer.Failed(FailureKind.Cancelled, SampleFate.Untouched, "cancelled") },
        { "cancelled, sample not told", Status(DispatchStatus.Cancelled), new DispatchAnswer.Failed(FailureKind.Cancelled, SampleFate.Unknown, "cancelled") },
        { "indeterminate", Status(DispatchStatus.Indeterminate) with { Message = "power cut" }, new DispatchAnswer.Indeterminate("power cut") },
        { "indeterminate without words", Status(DispatchStatus.Indeterminate), new DispatchAnswer.Indeterminate("the instrument cannot say how it ended") },
        { "refused", Refused(RefusalReason.OutsideLimits) with { Message = "x is 7" }, new DispatchAnswer.Failed(FailureKind.Rejected, SampleFate.Untouched, "x is 7") },
        { "refused without words", Refused(RefusalReason.Busy), new DispatchAnswer.Failed(FailureKind.Rejected, SampleFate.Untouched, "refused: Busy") },
        { "cancelled before it was seen", Refused(RefusalReason.Tombstone), new DispatchAnswer.Failed(FailureKind.Rejected, SampleFate.Untouched, "refused: Tombstone") },
        { "conflict", Refused(RefusalReason.Conflict), new DispatchAnswer.Indeterminate("the instrument knows this id with another command: was the campaign's folder copied?") },
        { "a command of an earlier life, refused", Refused(RefusalReason.OldEpoch) with { SeenEpoch = 5 }, null },
        { "old epoch without the one that was seen", Refused(RefusalReason.OldEpoch), null },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Status_IsPutIntoTheLoopsWords(string what, StatusMessage status, DispatchAnswer? answer)
    {
        var heard = Hearing.Of(new LabMessage.StatusArrived("rig", status), State, Samples.At);
        heard.ShouldBe(answer is null ? null : new TakeAnswer(Samples.At, Id, "rig", "L1", answer), what);
    }

    [Fact]
    public void OldEpoch_WhenTheInstrumentHasSeenALaterOpening_FaultsThisRun()
    {
        var heard = Hearing.Of(new LabMessage.StatusArrived("rig", Refused(RefusalReason.OldEpoch) with { SeenEpoch = 6 }), State, Samples.At);
        heard.ShouldBe(new FaultCampaign(Samples.At, "rig refused: another host opened this run as epoch 6, later than this one's 5"));
    }

    [Fact]
    public void Result_KeepsValuesTimesAndFiles()
    {
        var heard = Hearing.Of(new LabMessage.ResultArrived("rig", Samples.Result(Id, 4.5) with { Files = [new ResultFile("trace.csv", "file:trace.csv", "e3b0", 12)] }), State, Samples.At)
            .ShouldBeOfType<TakeAnswer>();
        (heard.Id, heard.Instrument, heard.LedgerId).ShouldBe((Id, "rig", "L1"));
        var result = heard.Answer.ShouldBeOfType<DispatchAnswer.Result>();
        result.Outputs["y"].Number.ShouldBe(4.5);
        (result.StartedAt, result.FinishedAt).ShouldBe((Samples.At, Samples.At));
        result.Files.ShouldBe([new ResultFileReference("trace.csv", "file:trace.csv", "e3b0", 12)]);
    }

    [Fact]
    public void Malformed_IsKeptWithItsBeginning()
    {
        var message = new LabMessage.Malformed("closedloop/v1/lab/x", null, Id, "not JSON", Encoding.UTF8.GetBytes("{{"), 2);
        Hearing.Of(message, State, Samples.At).ShouldBe(new QuarantineMessage(Samples.At, "closedloop/v1/lab/x", Id.ToString(), "not JSON", "{{"));
        Hearing.Of(message with { Instrument = "rig", DispatchId = null }, State, Samples.At).ShouldBe(new QuarantineMessage(Samples.At, "rig", null, "not JSON", "{{"));
    }

    [Fact]
    public void Malformed_WhenLong_IsCutAndItsSizeTold()
    {
        var excerpt = Hearing.Excerpt(new LabMessage.Malformed("t", null, null, "too large", new byte[4096].Select(_ => (byte)'a').ToArray(), 9_000_000));
        excerpt.ShouldBe(new string('a', 400) + "… (9000000 bytes)");
    }

    [Fact]
    public void Malformed_ThatIsNoText_IsStillShown() => Hearing.Excerpt(new LabMessage.Malformed("t", null, null, "no text", new byte[] { 0xff, 0xfe }, 2)).ShouldBe("\ufffd\ufffd");

    [Fact]
    public void Presence_ShowsTheLedger_WhenOnline()
    {
        Hearing.Of(Samples.Presence("rig"), State, Samples.At).ShouldBe(new LedgerSeen(Samples.At, "rig", "L1"));
        Hearing.Of(Samples.Presence("rig", online: false), State, Samples.At).ShouldBeNull();
        Hearing.Of(Samples.State("rig"), State, Samples.At).ShouldBeNull();
    }

    private static StatusMessage Status(DispatchStatus status) => Samples.Status(Id, status);

    private static StatusMessage Refused(RefusalReason reason) => Status(DispatchStatus.Rejected) with { Refusal = reason };
}
