using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>A dispatch within a line of an export.</summary>
internal sealed record AttemptLine(
    string DispatchId,
    string Step,
    int Attempt,
    string Instrument,
    string LedgerId,
    bool Simulated,
    string CommandHash,
    DispatchPhase Phase,
    DateTimeOffset DispatchedAt,
    DateTimeOffset Deadline,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyDictionary<string, ParameterValue> Inputs,
    IReadOnlyDictionary<string, ParameterValue>? Outputs,
    IReadOnlyList<ResultFileReference>? Files,
    bool Late,
    FailureKind? Failure,
    SampleFate? Sample,
    string? Message)
{
    /// <summary>The entry of an attempt.</summary>
    public static AttemptLine Of(Attempt attempt)
    {
        var dispatch = attempt.Dispatch;
        var decision = dispatch.Decision;
        return new(
            dispatch.Id.ToString(),
            dispatch.Id.Step,
            dispatch.Id.Attempt,
            decision.Instrument,
            decision.LedgerId,
            decision.Simulated,
            decision.CommandHash,
            dispatch.Phase,
            attempt.DispatchedAt,
            decision.Deadline,
            attempt.AnsweredAt,
            dispatch.Result?.StartedAt,
            dispatch.Result?.FinishedAt,
            decision.Inputs,
            dispatch.Result?.Outputs,
            dispatch.Result?.Files,
            dispatch.Result?.Late ?? false,
            dispatch.Failure?.Kind,
            dispatch.Failure?.Sample,
            dispatch.Failure?.Message);
    }
}
