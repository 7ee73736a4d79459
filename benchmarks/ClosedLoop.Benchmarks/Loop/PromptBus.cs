using System.Diagnostics;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Benchmarks;

/// <summary>A bus with an instrument at its other end that answers every command at once, and notes the time from each result to the next command.</summary>
internal sealed class PromptBus : IOrchestratorBus
{
    private Func<LabMessage, ValueTask>? _handler;
    private long _resultAt;

    public bool IsConnected => true;

    /// <summary>From a result handed over to the next command published, in milliseconds.</summary>
    public List<double> Milliseconds { get; } = [];

    public async ValueTask ListenAsync(Func<LabMessage, ValueTask> onMessage, CancellationToken cancellationToken)
    {
        _handler = onMessage;
        var capability = new CapabilityMessage("measure", ["x"], ["y"], new Dictionary<string, ParameterLimit>(), null);
        await onMessage(new LabMessage.PresenceChanged("rig", new PresenceMessage(true, 1, "L1", DateTimeOffset.UtcNow)));
        await onMessage(new LabMessage.CapabilitiesChanged("rig", new CapabilitiesMessage([capability], 1, true, true, "1")));
        await onMessage(new LabMessage.StateChanged("rig", new StateMessage("ok", "idle", [], null, DateTimeOffset.UtcNow)));
    }

    public async ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken)
    {
        if (_resultAt != 0)
        {
            Milliseconds.Add(Stopwatch.GetElapsedTime(_resultAt).TotalMilliseconds);
        }

        var now = DateTimeOffset.UtcNow;
        var outputs = new Dictionary<string, ParameterValue> { ["y"] = command.Parameters["x"] };
        _resultAt = Stopwatch.GetTimestamp();
        await _handler!(new LabMessage.ResultArrived(instrument, new ResultMessage(command.DispatchId, "L1", outputs, now, now, [])));
        return Delivery.Sent;
    }

    public async ValueTask<Delivery> SendAsync(string instrument, ControlMessage control, CancellationToken cancellationToken)
    {
        var closed = new StatusMessage { DispatchId = control.DispatchId!, Status = DispatchStatus.Succeeded, LedgerId = "L1", At = DateTimeOffset.UtcNow, Closed = true };
        await _handler!(new LabMessage.StatusArrived(instrument, closed));
        return Delivery.Sent;
    }

    public ValueTask<Delivery> AskAsync(string planner, PlannerQuestionMessage question, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.NobodyListens);

    public ValueTask<Delivery> ShowAsync(string campaign, string leaf, ReadOnlyMemory<byte> json, bool retain, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Sent);

    public ValueTask<Delivery> ShowAsync(string id, RequestMessage? request, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Sent);

    public ValueTask<Delivery> ShowAsync(string item, StockMessage stock, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Sent);

    public ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, ReplyMessage reply, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Sent);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
