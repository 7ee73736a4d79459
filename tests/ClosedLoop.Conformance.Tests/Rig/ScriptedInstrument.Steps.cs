using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Conformance.Tests;

/// <content>Steps, and what is said of them.</content>
internal sealed partial class ScriptedInstrument
{
    private Page Begin(DispatchId id, CommandMessage command)
    {
        var page = new Page { Command = command, Life = _life, Status = Status(id, DispatchStatus.Running) with { CommandHash = HashOf(command) } };
        notebook.Pages[id] = page;
        var stop = new CancellationTokenSource();
        _running[id] = stop;
        _ = PerformAsync(id, page, stop);
        return page;
    }

    private string HashOf(CommandMessage command) => Is(Violation.HashOfItsOwn) ? new string('a', 64) : command.Hash();

    private async Task PerformAsync(DispatchId id, Page page, CancellationTokenSource stop)
    {
        var began = time.GetUtcNow();
        var limit = Is(Violation.IgnoresTheTimeLimit) ? StepTakes : page.Command!.TimeLimit;
        var end = DispatchStatus.Succeeded;
        try
        {
            await Task.Delay(limit < StepTakes ? limit : StepTakes, time, stop.Token);
            end = limit < StepTakes ? DispatchStatus.Failed : end;
        }
        catch (OperationCanceledException)
        {
            end = DispatchStatus.Cancelled;
        }

        if (_running.GetValueOrDefault(id) == stop)
        {
            _running.Remove(id);
        }

        var hash = HashOf(page.Command!);
        page.Status = end switch
        {
            DispatchStatus.Failed => Status(id, end) with { CommandHash = hash, Failure = FailureKind.Timeout, Sample = SampleFate.Altered },
            DispatchStatus.Cancelled => Status(id, end) with { CommandHash = hash, Sample = Is(Violation.HidesTheSample) ? null : SampleFate.Altered },
            _ => Status(id, end) with { CommandHash = hash },
        };
        if (end == DispatchStatus.Succeeded)
        {
            var outputs = new Dictionary<string, ParameterValue> { ["peak"] = 450, ["phase"] = "anatase" };
            page.Result = new ResultMessage(id, notebook.LedgerId, outputs, began, time.GetUtcNow(), []);
        }

        await ShowAsync(id, page);
        await ShowStateAsync();
    }

    private async ValueTask<StatusMessage> QueryAsync(DispatchId id)
    {
        if (!notebook.Pages.TryGetValue(id, out var page))
        {
            return Status(id, Is(Violation.KnowsEveryId) ? DispatchStatus.Accepted : DispatchStatus.Unknown);
        }

        if (!page.Closed && !Is(Violation.KeepsResultsToItself))
        {
            await ShowAsync(id, page);
        }

        return page.Status;
    }

    private async ValueTask<StatusMessage> CancelAsync(DispatchId id)
    {
        if (_running.TryGetValue(id, out var running))
        {
            if (!Is(Violation.IgnoresCancel))
            {
                running.Cancel();
            }
        }
        else if (!notebook.Pages.ContainsKey(id))
        {
            var buried = Status(id, DispatchStatus.Cancelled) with { Sample = SampleFate.Untouched };
            if (Is(Violation.MakesNoTombstone))
            {
                return buried;
            }

            notebook.Pages[id] = new Page { Status = buried, Tombstone = true, Life = _life };
            await ShowAsync(id, notebook.Pages[id]);
        }

        return notebook.Pages[id].Status;
    }

    private async ValueTask<StatusMessage> CloseAsync(DispatchId id)
    {
        if (!notebook.Pages.TryGetValue(id, out var page))
        {
            return Status(id, DispatchStatus.Unknown);
        }

        page.Closed = true;
        foreach (var topic in Is(Violation.LeavesRetainedBehind) ? [] : new[] { _topics.DispatchResult(Id, id), _topics.DispatchStatus(Id, id) })
        {
            await _connection.PublishAsync(new MqttMessage(topic, default) { Retain = true });
        }

        return page.Status with { Closed = true };
    }
}
