using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <content>Steps: begun, followed, ended; and those that the last life left open.</content>
internal sealed partial class HostSession
{
    private const double ShowProgressEvery = 0.05;

    private static readonly TimeSpan ShowProgressAfter = TimeSpan.FromSeconds(1);

    /// <summary>What a timer can hold.</summary>
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(45);

    /// <summary>An intent without an end: only the device can say what became of it.</summary>
    private void SettleLastLife()
    {
        var recoverable = instrument as IRecoverableInstrument;
        foreach (var ended in ledger.Records.Where(record => record.Terminal is not null))
        {
            recoverable?.OnEnded(ended.DispatchId, ended.Terminal!.Status);
        }

        foreach (var open in ledger.Records.Where(record => record.Terminal is null).ToArray())
        {
            if (recoverable is not null)
            {
                Begin(open.Command!, recovering: true);
            }
            else
            {
                Record(Indeterminate(open, "the instrument was restarted while it was being done"), null);
            }
        }

        if (ledger.Activity == LedgerActivity.Stopped)
        {
            foreach (var step in _running.Values.ToArray())
            {
                Stop(step, "safe-stop");
            }

            _ = MakeSafeAsync();
        }
    }

    private void Begin(CommandMessage command, bool recovering)
    {
        var step = new RunningStep(command, recovering);
        _running.Add(command.DispatchId, step);
        Say(recovering ? "recovering" : "begun", command.DispatchId, command.Capability);
        _ = FollowAsync(step, new StepContext(this, step, files));
        _ = LimitAsync(step);
    }

    private async Task FollowAsync(RunningStep step, StepContext context)
    {
        StepOutcome? outcome = null;
        Exception? failure = null;
        try
        {
            outcome = step.Recovering
                ? await ((IRecoverableInstrument)instrument).RecoverAsync(step.Command, context, step.Token)
                : await instrument.PerformAsync(step.Command, context, step.Token);
        }
        catch (Exception error)
        {
            // The border to the adapter: classified when the reader takes it up.
            failure = error;
        }

        await TakeAsync(new HostInput.StepEnded(step, outcome, failure));
    }

    private async Task LimitAsync(RunningStep step)
    {
        var limit = step.Command.TimeLimit < LongestLimit ? step.Command.TimeLimit : LongestLimit;
        if (await DelayAsync(limit, step.Over))
        {
            await TakeAsync(new HostInput.LimitPassed(step));
        }
    }

    private async ValueTask OnLimitPassedAsync(RunningStep step)
    {
        if (!_running.ContainsValue(step))
        {
            return;
        }

        step.TimedOut = true;
        Say("cancelling", step.Id, "its time limit has passed");
        NoteError(step.Id, $"time limit of {step.Command.TimeLimit} passed");
        if (step.Cancel() is { } error)
        {
            NoteError(step.Id, $"stopping threw: {error.Message}");
        }

        await ShowAsync(ledger.Find(step.Id)!);
    }

    private async ValueTask OnProgressAsync(RunningStep step, double progress)
    {
        if (!_running.ContainsValue(step))
        {
            return;
        }

        step.Progress = progress;
        var now = time.GetUtcNow();
        if (step.ShownAt is null || now - step.ShownAt >= ShowProgressAfter || Math.Abs(progress - step.ShownProgress) >= ShowProgressEvery)
        {
            step.ShownAt = now;
            step.ShownProgress = progress;
            await ShowAsync(ledger.Find(step.Id)!);
        }
    }

    private async ValueTask OnStepEndedAsync(HostInput.StepEnded ended)
    {
        var step = ended.Step;
        _running.Remove(step.Id);
        step.Dispose();
        if (ended.Outcome is StepOutcome.NeverBegun && step.Recovering && !step.CancelRequested)
        {
            _waiting.Add(step.Command);
        }
        else if (EndOf(ended) is { } end)
        {
            await EndAsync(end.Status, end.Result);
        }

        await BeginWaitingAsync();
    }

    private async ValueTask BeginWaitingAsync()
    {
        while (!_stopping && ledger.Activity == LedgerActivity.Ready && _waiting.Count > 0 && _running.Count < _capabilities.Capacity)
        {
            var command = _waiting[0];
            _waiting.RemoveAt(0);
            if (time.GetUtcNow() is var now && now > command.StartBy)
            {
                await EndAsync(Rejected(command.DispatchId, command.Hash(), Refusal.Expired(command, now)), null);
                continue;
            }

            Begin(command, recovering: false);
            await ShowAsync(ledger.Find(command.DispatchId)!);
        }
    }

    /// <summary>Durable first, then told.</summary>
    private async ValueTask<LedgerRecord> EndAsync(StatusMessage status, ResultMessage? result)
    {
        var record = Record(status, result);
        await ShowAsync(record);
        return record;
    }

    private LedgerRecord Record(StatusMessage status, ResultMessage? result)
    {
        // A step may have lost the disk while others go on: nothing is recorded behind that.
        ThrowIfDiskFailed();
        var record = ledger.End(status, result);
        (instrument as IRecoverableInstrument)?.OnEnded(status.DispatchId, status.Status);
        Say("ended", status.DispatchId, status.Message is null ? $"{status.Status}" : $"{status.Status}: {status.Message}");
        return record;
    }
}
