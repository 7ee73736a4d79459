using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <content>Commands: what is done, what was done already, what is refused.</content>
internal sealed partial class HostSession
{
    private async ValueTask OnCommandAsync(CommandMessage command, ReplyAddress? replyTo)
    {
        var id = command.DispatchId;
        if (command.LedgerId != ledger.Id)
        {
            // Meant for a ledger that is gone or replaced. That one may know the id, so nothing about it is decided or recorded here.
            await RefuseAsync(id, RefusalReason.LedgerMismatch, $"the command means ledger {command.LedgerId}", replyTo);
            return;
        }

        if (!await EpochHoldsAsync(id, command.Epoch, replyTo))
        {
            return;
        }

        if (ledger.Find(id) is { } known)
        {
            await OnKnownCommandAsync(known, command, replyTo);
            return;
        }

        if (Refusal.Of(command, _capabilities, time.GetUtcNow()) is { } refusal || (refusal = NoPlace()) is not null)
        {
            // Recorded, so that this id stays refused and a new attempt is safe.
            await ReplyAsync(replyTo, await EndAsync(Rejected(id, command.Hash(), refusal), null));
            return;
        }

        var record = ledger.Intend(command);
        Begin(command, recovering: false);
        var shown = ShowAsync(record);
        await ReplyAsync(replyTo, record);
        await shown;
    }

    private async ValueTask OnKnownCommandAsync(LedgerRecord known, CommandMessage command, ReplyAddress? replyTo)
    {
        if (known.Tombstone)
        {
            await RefuseAsync(known.DispatchId, RefusalReason.Tombstone, "the dispatch was cancelled before it arrived", replyTo);
        }
        else if (known.CommandHash != command.Hash())
        {
            await RefuseAsync(known.DispatchId, RefusalReason.Conflict, $"the ledger holds this id with hash {known.CommandHash}", replyTo);
        }
        else
        {
            RenewStart(command);
            if (known.Terminal is not null)
            {
                await ShowAsync(known);
            }

            await ReplyAsync(replyTo, known);
        }
    }

    /// <summary>A resend renews the latest start of a step that waits for a place.</summary>
    private void RenewStart(CommandMessage command)
    {
        var waiting = _waiting.FindIndex(other => other.DispatchId == command.DispatchId);
        if (waiting >= 0)
        {
            _waiting[waiting] = _waiting[waiting] with { StartBy = command.StartBy };
        }
    }

    private Refusal? NoPlace() =>
        ledger.Activity != LedgerActivity.Ready ? new Refusal(RefusalReason.NotReady, $"the instrument is {ActivityText()}")
        : _running.Count + _waiting.Count >= _capabilities.Capacity ? new Refusal(RefusalReason.Busy, $"all {_capabilities.Capacity} places are taken")
        : null;

    /// <summary>Fences an orchestrator that lost its run: refuses a lower epoch, and remembers a higher one before anything else happens.</summary>
    private async ValueTask<bool> EpochHoldsAsync(DispatchId id, long epoch, ReplyAddress? replyTo)
    {
        var highest = ledger.EpochOf(id.Run);
        if (epoch < highest)
        {
            await RefuseAsync(id, RefusalReason.OldEpoch, $"epoch {highest} of this run has been seen, this is {epoch}", replyTo);
            return false;
        }

        if (epoch > highest)
        {
            ledger.RaiseEpoch(id.Run, epoch);
        }

        return true;
    }

    /// <summary>Refuses a message, not a dispatch: only the answer says so; what the ledger holds and what is retained stay as they are.</summary>
    private async ValueTask RefuseAsync(DispatchId id, RefusalReason reason, string message, ReplyAddress? replyTo)
    {
        Say("refused", id, $"{reason}: {message}");
        var status = Rejected(id, ledger.Find(id)?.CommandHash, new Refusal(reason, message));
        await ReplyAsync(replyTo, reason == RefusalReason.OldEpoch ? status with { SeenEpoch = ledger.EpochOf(id.Run) } : status);
    }

    private StatusMessage Rejected(DispatchId id, string? hash, Refusal refusal) =>
        Status(id, DispatchStatus.Rejected, hash) with { Refusal = refusal.Reason, Message = refusal.Message };
}
