using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <content>Control messages: query, cancel, close, pause, resume, safe-stop; and what cannot be read.</content>
internal sealed partial class HostSession
{
    private async ValueTask OnControlAsync(ControlMessage control, ReplyAddress? replyTo)
    {
        switch (control.Verb, control.DispatchId)
        {
            case (ControlVerb.Pause, _): Pause(); break;
            case (ControlVerb.Resume, _): await ResumeAsync(); break;
            case (ControlVerb.SafeStop, _): await SafeStopAsync(); break;
            case (_, { } id) when !await EpochHoldsAsync(id, control.Epoch, replyTo): break;
            case (ControlVerb.Query, { } id): await QueryAsync(id, replyTo); break;
            case (ControlVerb.Cancel, { } id): await CancelAsync(id, control.Reason, replyTo); break;
            case (ControlVerb.Close, { } id): await CloseAsync(id, replyTo); break;
            default: NoteError(null, $"control message '{control.Verb}' names no dispatch"); break;
        }
    }

    private async ValueTask QueryAsync(DispatchId id, ReplyAddress? replyTo)
    {
        if (ledger.Find(id) is not { } record)
        {
            await ReplyAsync(replyTo, Status(id, DispatchStatus.Unknown, null));
            return;
        }

        await TellAgainAsync(record);
        await ReplyAsync(replyTo, record);
    }

    private async ValueTask TellAgainAsync(LedgerRecord record)
    {
        if (!record.Closed)
        {
            await ShowAsync(record);
        }
        else if (record.Result is { } result)
        {
            // Whoever asks after a close has lost what was there, or asked before it and was overtaken: shown, and cleared at the next beat.
            await TellAsync(token => bus.ShowAsync(result, token));
            _uncleared.Add(record.DispatchId);
        }
    }

    private async ValueTask CancelAsync(DispatchId id, string? reason, ReplyAddress? replyTo)
    {
        if (ledger.Find(id) is not { } record)
        {
            record = ledger.Bury(CancelledUntouched(id, null, "cancelled before it arrived"));
            Say("ended", id, "a tombstone: cancelled before it arrived");
            await ShowAsync(record);
        }
        else if (_running.TryGetValue(id, out var step))
        {
            Stop(step, reason);
        }
        else if (record.Terminal is null)
        {
            _waiting.RemoveAll(command => command.DispatchId == id);
            record = await EndAsync(CancelledUntouched(id, record.CommandHash, "cancelled before it began"), null);
        }
        else
        {
            // It had ended before, and whoever cancels it does not know.
            await TellAgainAsync(record);
        }

        await ReplyAsync(replyTo, record);
    }

    /// <summary>
    /// It is answered when nothing is shown any more: who has heard an answer does not ask again, and another life of this host would not know of what is still shown. Whoever hears none asks again.
    /// </summary>
    private async ValueTask CloseAsync(DispatchId id, ReplyAddress? replyTo)
    {
        var record = ledger.Find(id);
        if (record is { Terminal: not null, Closed: false })
        {
            record = ledger.Close(record);
            Say("closed", id, "");
        }

        // A lost ledger may have left something on the bus.
        var isOver = record is null || record.Terminal is not null;
        if (!isOver || await ClearAsync(id))
        {
            await ReplyAsync(replyTo, record is null ? Status(id, DispatchStatus.Unknown, null) : StatusOf(record));
        }
    }

    private void Pause()
    {
        if (ledger.Activity == LedgerActivity.Ready)
        {
            Set(LedgerActivity.Paused);
        }
    }

    private async ValueTask ResumeAsync()
    {
        if (ledger.Activity != LedgerActivity.Ready)
        {
            Set(LedgerActivity.Ready);
        }

        _health = HealthOk;
        await BeginWaitingAsync();
    }

    private async ValueTask SafeStopAsync()
    {
        // The device first: what the bus and the ledger have to say can wait. The latch alone goes before, so that a crash here does not forget it.
        if (ledger.Activity != LedgerActivity.Stopped)
        {
            Set(LedgerActivity.Stopped);
        }

        foreach (var step in _running.Values.ToArray())
        {
            Stop(step, "safe-stop");
        }

        _ = MakeSafeAsync();
        foreach (var command in _waiting.ToArray())
        {
            _waiting.Remove(command);
            await EndAsync(CancelledUntouched(command.DispatchId, command.Hash(), "safe-stop before it began"), null);
        }
    }

    private async Task MakeSafeAsync()
    {
        Exception? failure = null;
        try
        {
            await instrument.MakeSafeAsync(_end).WaitAsync(SafeWithin, time);
        }
        catch (Exception error)
        {
            // The border to the adapter: shown to the operator as a failed instrument.
            failure = error;
        }

        await TakeAsync(new HostInput.MadeSafe(failure));
    }

    private void OnMadeSafe(Exception? error)
    {
        if (error is null)
        {
            Say("activity", null, "made safe");
            return;
        }

        NoteError(null, $"making the device safe failed: {error.Message}");
        _health = HealthFailed;
    }

    private void Stop(RunningStep step, string? reason)
    {
        step.CancelRequested = true;
        Say("cancelling", step.Id, reason ?? "");
        if (step.Cancel() is { } error)
        {
            NoteError(step.Id, $"stopping threw: {error.Message}");
        }
    }

    private void Set(LedgerActivity activity)
    {
        ledger.Set(activity);
        Say("activity", null, ActivityText());
    }

    /// <summary>Nothing of it is believed. A sender that can be answered learns what the ledger knows; unknown permits it only to send the same id again.</summary>
    private async ValueTask OnMalformedAsync(InstrumentMessage.Malformed malformed)
    {
        NoteError(null, $"unreadable message on {malformed.Topic}: {malformed.Reason}");
        if (malformed.ReplyTo is { } replyTo && DispatchId.TryParse(Encoding.UTF8.GetString(replyTo.Correlation.Span).Split('/')[^1], out var id))
        {
            var status = ledger.Find(id) is { } record ? StatusOf(record) : Status(id, DispatchStatus.Unknown, null);
            await ReplyAsync(replyTo, status with { Message = $"the message could not be read: {malformed.Reason}" });
        }
    }

    private StatusMessage CancelledUntouched(DispatchId id, string? hash, string message) =>
        Status(id, DispatchStatus.Cancelled, hash) with { Sample = SampleFate.Untouched, Message = message };
}
