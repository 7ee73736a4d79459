using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <content>What the lab is told. The bus may fail at any time; what was not told is told again.</content>
internal sealed partial class HostSession
{
    private const string HealthOk = "ok";
    private const string HealthDegraded = "degraded";
    private const string HealthFailed = "failed";

    private readonly HashSet<DispatchId> _untold = [];
    private readonly HashSet<DispatchId> _uncleared = [];
    private string _health = HealthOk;
    private string? _lastError;
    private StateMessage? _shownState;

    public async ValueTask TelemetryAsync(string metric, double value)
    {
        if (!IsOver && double.IsFinite(value))
        {
            await TellAsync(token => bus.TelemetryAsync(metric, value, token));
        }
    }

    public void Note(DispatchId id, string text)
    {
        if (!IsOver)
        {
            Say("note", id, text);
        }
    }

    private async ValueTask ShowEverythingAsync()
    {
        await TellAsync(token => bus.ShowAsync(_capabilities, token));
        _shownState = null;
        await ShowStateIfChangedAsync();
        foreach (var record in ledger.Records.Where(record => !record.Closed).ToArray())
        {
            await ShowAsync(record);
        }

        await ClearAgainAsync();
    }

    private async ValueTask OnBeatAsync()
    {
        // A broker may lose even what it acknowledged (a full queue): nobody stays unaware of an instrument for longer than a beat.
        await TellAsync(token => bus.ShowAsync(_capabilities, token));
        _shownState = null;
        foreach (var id in _untold.ToArray())
        {
            await ShowAsync(ledger.Find(id)!);
        }

        await ClearAgainAsync();
    }

    /// <summary>The result goes first, so that whoever reads succeeded finds it.</summary>
    private async ValueTask ShowAsync(LedgerRecord record)
    {
        var id = record.DispatchId;
        if (record.Closed)
        {
            _untold.Remove(id);
            return;
        }

        var told = record.Result is not { } result || await TellAsync(token => bus.ShowAsync(result, token));
        told &= await TellAsync(token => bus.ShowAsync(StatusOf(record), token));
        if (told)
        {
            _untold.Remove(id);
        }
        else
        {
            _untold.Add(id);
        }
    }

    /// <returns>Whether nothing of it is shown any more; what could not be cleared is cleared later.</returns>
    private async ValueTask<bool> ClearAsync(DispatchId id)
    {
        _untold.Remove(id);
        var cleared = await TellAsync(token => bus.ClearAsync(id, token));
        if (cleared)
        {
            _uncleared.Remove(id);
        }
        else
        {
            _uncleared.Add(id);
        }

        return cleared;
    }

    private async ValueTask ClearAgainAsync()
    {
        foreach (var id in _uncleared.ToArray())
        {
            await ClearAsync(id);
        }
    }

    private async ValueTask ShowStateIfChangedAsync()
    {
        var active = _running.Keys.Select(id => id.ToString()).Order(StringComparer.Ordinal).ToArray();
        var state = new StateMessage(_health, ActivityText(), active, _lastError, time.GetUtcNow());
        var same = _shownState is { } shown && shown with { At = state.At, Active = state.Active } == state && shown.Active.SequenceEqual(active);
        if (!same && await TellAsync(token => bus.ShowAsync(state, token)))
        {
            _shownState = state;
        }
    }

    private ValueTask ReplyAsync(ReplyAddress? replyTo, LedgerRecord record) => ReplyAsync(replyTo, StatusOf(record));

    private async ValueTask ReplyAsync(ReplyAddress? replyTo, StatusMessage status)
    {
        if (replyTo is not null)
        {
            await TellAsync(token => bus.ReplyAsync(replyTo, status, token));
        }
    }

    private async ValueTask<bool> TellAsync(Func<CancellationToken, ValueTask<Delivery>> tell)
    {
        // A step may have lost the disk a moment ago: after that nothing leaves this host.
        if (_diskFailure is not null || !bus.IsConnected)
        {
            return false;
        }

        try
        {
            return await tell(_telling) != Delivery.NotSent;
        }
        catch (Exception error)
        {
            // The border to the bus: an instrument goes on without it.
            Say("bus", null, error.Message);
            return false;
        }
    }

    private StatusMessage StatusOf(LedgerRecord record)
    {
        if (record.Terminal is { } terminal)
        {
            return terminal with { Closed = record.Closed };
        }

        if (!_running.TryGetValue(record.DispatchId, out var step))
        {
            return Status(record.DispatchId, DispatchStatus.Accepted, record.CommandHash);
        }

        var note = step.CancelRequested ? "being cancelled" : step.TimedOut ? "past its time limit, being stopped" : step.Recovering ? "being recovered after a restart" : null;
        return Status(record.DispatchId, DispatchStatus.Running, record.CommandHash) with { Progress = step.Progress, Message = note };
    }

    private StatusMessage Status(DispatchId id, DispatchStatus status, string? hash) =>
        new() { DispatchId = id, Status = status, LedgerId = ledger.Id, At = time.GetUtcNow(), CommandHash = hash };

    private string ActivityText() => ledger.Activity switch
    {
        LedgerActivity.Stopped => "stopped",
        LedgerActivity.Paused => "paused",
        _ => _running.Count > 0 ? "busy" : "idle",
    };

    private void NoteError(DispatchId? id, string text)
    {
        _lastError = id is null ? text : $"{id}: {text}";
        Say("error", id, text);
    }
}
