using System.Text;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>Puts what was heard on the bus into the loop's own words.</summary>
internal static class Hearing
{
    private const int ExcerptLength = 400;

    public static CampaignCommand? Of(LabMessage message, CampaignState state, DateTimeOffset now) => message switch
    {
        LabMessage.StatusArrived m when Answer(m.Status, state) is { } answer => m.Status.Refusal == RefusalReason.OldEpoch
            ? new FaultCampaign(now, $"{m.Instrument} refused: another host opened this run as epoch {m.Status.SeenEpoch}, later than this one's {state.Epoch}")
            : new TakeAnswer(now, m.Status.DispatchId, m.Instrument, m.Status.LedgerId, answer),
        LabMessage.ResultArrived m => new TakeAnswer(now, m.Result.DispatchId, m.Instrument, m.Result.LedgerId, new DispatchAnswer.Result(
            m.Result.Outputs, m.Result.StartedAt, m.Result.FinishedAt, Files(m.Result))),
        LabMessage.Malformed m => new QuarantineMessage(now, m.Instrument ?? m.Topic, m.DispatchId?.ToString(), m.Reason, Excerpt(m)),
        LabMessage.PresenceChanged { Presence: { Online: true, LedgerId: { } ledger } } m => new LedgerSeen(now, m.Instrument, ledger),
        _ => null,
    };

    /// <summary>The files of a result in the loop's own words.</summary>
    public static IReadOnlyList<ResultFileReference> Files(ResultMessage result) =>
        [.. result.Files.Select(file => new ResultFileReference(file.Name, file.Uri, file.Sha256, file.Bytes))];

    /// <summary>The beginning of a payload, readable, for the record.</summary>
    public static string Excerpt(LabMessage.Malformed message)
    {
        var text = Encoding.UTF8.GetString(message.Payload.Span[..Math.Min(message.Payload.Length, ExcerptLength)]);
        return message.PayloadBytes > ExcerptLength ? $"{text}… ({message.PayloadBytes} bytes)" : text;
    }

    /// <summary>An old-epoch refusal counts only when the instrument has seen a later opening than this one: a command of an earlier life may still be on its way.</summary>
    private static DispatchAnswer? Answer(StatusMessage status, CampaignState state) => status switch
    {
        { Closed: true } => new DispatchAnswer.Closed(),
        { Refusal: RefusalReason.OldEpoch } when !(status.SeenEpoch > state.Epoch) => null,
        { Refusal: RefusalReason.Conflict } => new DispatchAnswer.Indeterminate("the instrument knows this id with another command: was the campaign's folder copied?"),
        { Refusal: RefusalReason.Expired } => new DispatchAnswer.Failed(FailureKind.TooLate, SampleFate.Untouched, status.Message ?? "the command came too late"),
        { Status: DispatchStatus.Rejected } => new DispatchAnswer.Failed(FailureKind.Rejected, SampleFate.Untouched, status.Message ?? $"refused: {status.Refusal}"),
        { Status: DispatchStatus.Accepted or DispatchStatus.Running } => new DispatchAnswer.Accepted(),
        { Status: DispatchStatus.Unknown } => new DispatchAnswer.Unknown(),
        { Status: DispatchStatus.Succeeded } => new DispatchAnswer.Done(),
        { Status: DispatchStatus.Failed } => new DispatchAnswer.Failed(status.Failure ?? FailureKind.Error, status.Sample ?? SampleFate.Unknown, status.Message ?? "failed") { Outputs = status.Outputs },
        { Status: DispatchStatus.Cancelled } => new DispatchAnswer.Failed(FailureKind.Cancelled, status.Sample ?? SampleFate.Unknown, status.Message ?? "cancelled") { Outputs = status.Outputs },
        { Status: DispatchStatus.Indeterminate } => new DispatchAnswer.Indeterminate(status.Message ?? "the instrument cannot say how it ended"),
        _ => null,
    };
}
