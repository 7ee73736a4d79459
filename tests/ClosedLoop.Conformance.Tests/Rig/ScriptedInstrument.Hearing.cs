using System.Text.Json;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Conformance.Tests;

/// <content>Commands and control messages.</content>
internal sealed partial class ScriptedInstrument
{
    private async ValueTask HearAsync(MqttMessage message)
    {
        if (message.Retain && !Is(Violation.ObeysRetained))
        {
            return;
        }

        if (message.Topic == _topics.InstrumentCommand(Id) && LabJson.TryRead<CommandMessage>(message.Payload, out var command, out _))
        {
            using var raw = JsonDocument.Parse(message.Payload);
            if (!Is(Violation.RefusesUnknownMembers) || raw.RootElement.EnumerateObject().Count(member => member.Name is not ("replyTo" or "correlationId")) <= 9)
            {
                await AnswerAsync(message, command.ReplyTo, command.CorrelationId, await ObeyAsync(command));
            }
        }
        else if (message.Topic == _topics.InstrumentControl(Id) && LabJson.TryRead<ControlMessage>(message.Payload, out var control, out _))
        {
            if (await ObeyAsync(control) is { } answer)
            {
                await AnswerAsync(message, control.ReplyTo, control.CorrelationId, answer);
            }
        }
        else if (Is(Violation.FallsOverMalformed) && !_fell)
        {
            _fell = true;
            await _connection.PublishAsync(Presence(online: false, notebook.Epoch));
            await _connection.DisposeAsync();
            await ConnectAsync();
        }
    }

    private async ValueTask AnswerAsync(MqttMessage request, string? replyTo, string? correlationId, StatusMessage status)
    {
        if ((request.ResponseTopic ?? (Is(Violation.OverlooksReplyTo) ? null : replyTo)) is { } topic)
        {
            var repeated = Is(Violation.AnswersWithoutCorrelationId) ? null : correlationId;
            var answer = new MqttMessage(topic, LabJson.Write(status with { LedgerId = notebook.LedgerId, CorrelationId = repeated }));
            var data = request.CorrelationData;
            var cut = Is(Violation.CutsCorrelationAtZero) ? data.Span.IndexOf((byte)0) : -1;
            await _connection.PublishAsync(answer with { CorrelationData = cut < 0 ? data : data[..cut] });
        }
    }

    private async ValueTask<StatusMessage> ObeyAsync(CommandMessage command)
    {
        var id = command.DispatchId;
        if (command.LedgerId != notebook.LedgerId && !Is(Violation.IgnoresLedgerId))
        {
            return Rejected(id, RefusalReason.LedgerMismatch);
        }

        if (IsOld(id, command.Epoch))
        {
            return Rejected(id, RefusalReason.OldEpoch) with { SeenEpoch = notebook.Epochs[id.Run] };
        }

        if (notebook.Pages.TryGetValue(id, out var known) && !Forgotten(known, command))
        {
            return Known(id, known, command);
        }

        if (known is null && Refusal(command) is { } refusal)
        {
            var refused = Rejected(id, refusal);
            if (!Is(Violation.ForgetsRefusals))
            {
                notebook.Pages[id] = new Page { Command = command, Status = refused, Life = _life };
                await ShowAsync(id, notebook.Pages[id]);
            }

            return refused;
        }

        var page = Begin(id, command);
        await ShowAsync(id, page);
        await ShowStateAsync();
        return page.Status;
    }

    private bool Forgotten(Page page, CommandMessage command) =>
        (page.Closed && Is(Violation.ForgetsWhatIsClosed))
        || (page.Life < _life && Is(Violation.ForgetsItsPastLife))
        || (!page.Closed && page.Life == _life && page.Command?.Hash() == command.Hash() && Is(Violation.PerformsDuplicates));

    private StatusMessage Known(DispatchId id, Page known, CommandMessage command)
    {
        if (known.Tombstone)
        {
            return Rejected(id, RefusalReason.Tombstone);
        }

        var other = known.Command is { } first && first.Hash() != command.Hash() && known.Status.Status != DispatchStatus.Rejected;
        return other && !Is(Violation.OverlooksConflicts) ? Rejected(id, RefusalReason.Conflict) : known.Status;
    }

    private RefusalReason? Refusal(CommandMessage command) =>
        command.StartBy < time.GetUtcNow() && !Is(Violation.ObeysExpired) ? RefusalReason.Expired
        : command.Simulated != simulated && !Is(Violation.IgnoresSimulated) ? RefusalReason.SimulatedMismatch
        : command.Capability != Anneal.Name && !Is(Violation.PretendsEveryCapability) ? RefusalReason.Unsupported
        : !Anneal.Inputs.All(command.Parameters.ContainsKey) && !Is(Violation.OverlooksMissingParameters) ? RefusalReason.Unsupported
        : command.Parameters.TryGetValue("temperature", out var temperature) && temperature is { IsNumber: true, Number: < 20 or > 1100 }
            && !Is(Violation.OverlooksLimits)
            ? RefusalReason.OutsideLimits
        : notebook.Activity != "idle" ? RefusalReason.NotReady
        : _running.Count > 0 && !Is(Violation.TakesMoreThanItsCapacity) ? RefusalReason.Busy
        : null;

    private bool IsOld(DispatchId id, long epoch)
    {
        var highest = notebook.Epochs.GetValueOrDefault(id.Run);
        notebook.Epochs[id.Run] = Math.Max(highest, epoch);
        return epoch < highest && !Is(Violation.IgnoresEpoch);
    }

    private async ValueTask<StatusMessage?> ObeyAsync(ControlMessage control)
    {
        if (control.DispatchId is { } id)
        {
            if (IsOld(id, control.Epoch))
            {
                return Rejected(id, RefusalReason.OldEpoch) with { SeenEpoch = notebook.Epochs[id.Run] };
            }

            return control.Verb switch
            {
                ControlVerb.Query => await QueryAsync(id),
                ControlVerb.Cancel => await CancelAsync(id),
                _ => await CloseAsync(id),
            };
        }

        notebook.Activity = control.Verb switch
        {
            ControlVerb.Pause when !Is(Violation.IgnoresPause) => "paused",
            ControlVerb.SafeStop when !Is(Violation.IgnoresSafeStop) => "stopped",
            ControlVerb.Resume => "idle",
            _ => notebook.Activity,
        };
        if (notebook.Activity == "stopped")
        {
            foreach (var running in _running.Values.ToList())
            {
                running.Cancel();
            }
        }

        await ShowStateAsync();
        return null;
    }
}
