using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <content>How an adapter's answer, or its exception, becomes a terminal status.</content>
internal sealed partial class HostSession
{
    /// <summary>Null when the dispatch stays open, because the host is ending and the adapter let go of it.</summary>
    private (StatusMessage Status, ResultMessage? Result)? EndOf(HostInput.StepEnded ended)
    {
        var step = ended.Step;
        var record = ledger.Find(step.Id)!;
        var hash = record.CommandHash;
        if (ended.Error is { } error)
        {
            return OfException(step, record, error) is { } status ? (status, null) : null;
        }

        switch (ended.Outcome)
        {
            case StepOutcome.Succeeded done:
                var result = new ResultMessage(step.Id, ledger.Id, done.Outputs, record.AcceptedAt!.Value, time.GetUtcNow(), done.Files);
                if (Unfit(result) is { } unfit)
                {
                    NoteError(step.Id, unfit);
                    return (Failed(step.Id, hash, FailureKind.Invalid, SampleFate.Unknown, unfit), null);
                }

                _health = HealthOk;
                return (Status(step.Id, DispatchStatus.Succeeded, hash) with { Message = done.Note }, result);
            case StepOutcome.Failed failed:
                NoteError(step.Id, failed.Message);
                return (Failed(step.Id, hash, failed.Kind, failed.Sample, failed.Message) with { Outputs = Known(failed.Outputs) }, null);
            case StepOutcome.Cancelled cancelled when step.TimedOut && !step.CancelRequested:
                return (Failed(step.Id, hash, FailureKind.Timeout, cancelled.Sample, $"not done within {step.Command.TimeLimit}") with { Outputs = Known(cancelled.Outputs) }, null);
            case StepOutcome.Cancelled cancelled:
                return (Status(step.Id, DispatchStatus.Cancelled, hash) with { Sample = cancelled.Sample, Outputs = Known(cancelled.Outputs) }, null);
            case StepOutcome.NeverBegun when step.Recovering:
                return (CancelledUntouched(step.Id, hash, "cancelled before it began"), null);
            case null when step.Recovering:
                return (Indeterminate(record, "the instrument was restarted and cannot say how it ended"), null);
            default:
                var wrong = $"the adapter answered {ended.Outcome?.GetType().Name ?? "nothing"} to a step that it was to perform";
                NoteError(step.Id, wrong);
                return (Failed(step.Id, hash, FailureKind.Error, SampleFate.Unknown, wrong), null);
        }
    }

    /// <summary>Nobody classified it, so nobody knows what became of the sample.</summary>
    private StatusMessage? OfException(RunningStep step, LedgerRecord record, Exception error)
    {
        if (error is OperationCanceledException && step.CancelRequested)
        {
            return Status(step.Id, DispatchStatus.Cancelled, record.CommandHash) with { Sample = SampleFate.Unknown, Message = error.Message };
        }

        if (error is OperationCanceledException && step.TimedOut)
        {
            return Failed(step.Id, record.CommandHash, FailureKind.Timeout, SampleFate.Unknown, $"not done within {step.Command.TimeLimit}");
        }

        if (error is OperationCanceledException && _stopping)
        {
            return null;
        }

        var text = $"{error.GetType().Name}: {error.Message}";
        NoteError(step.Id, text);
        _health = HealthDegraded;
        return step.Recovering ? Indeterminate(record, $"recovery threw {text}") : Failed(step.Id, record.CommandHash, FailureKind.Error, SampleFate.Unknown, text);
    }

    /// <summary>What the lab would not believe is no result: a number that JSON cannot hold, or more than a payload may hold.</summary>
    private static string? Unfit(ResultMessage result)
    {
        if (result.Outputs.FirstOrDefault(output => output.Value.IsNumber && !double.IsFinite(output.Value.Number)) is { Key: { } key } bad)
        {
            return $"output '{key}' is {bad.Value}";
        }

        return LabJson.TryRead<ResultMessage>(LabJson.Write(result), out _, out var problem) ? null : $"the result could not be read: {problem}; what is large belongs into a file";
    }

    /// <summary>Only numbers that JSON can hold.</summary>
    private static Dictionary<string, ParameterValue>? Known(IReadOnlyDictionary<string, ParameterValue>? outputs) =>
        outputs?.Where(output => !output.Value.IsNumber || double.IsFinite(output.Value.Number)).ToDictionary(output => output.Key, output => output.Value);

    private StatusMessage Failed(DispatchId id, string? hash, FailureKind kind, SampleFate sample, string message) =>
        Status(id, DispatchStatus.Failed, hash) with { Failure = kind, Sample = sample, Message = message };

    private StatusMessage Indeterminate(LedgerRecord record, string message) =>
        Status(record.DispatchId, DispatchStatus.Indeterminate, record.CommandHash) with { Sample = SampleFate.Unknown, Message = message };
}
