using System.Diagnostics;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Benchmarks;

/// <summary>
/// A bus with an instrument at its other end that answers a command for each that it gets, once so many are in flight, and notes the time from each result to the next command.
/// </summary>
/// <param name="trials">Commands that come in all; after the last all that are in flight are answered.</param>
/// <param name="flight">Commands in flight before the first is answered; as many places has the instrument.</param>
internal sealed class PromptBus(int trials, int flight) : IOrchestratorBus
{
    private readonly Queue<CommandMessage> _inFlight = [];
    private readonly long _from = Stopwatch.GetTimestamp();
    private readonly HashSet<DispatchId> _known = [];
    private Func<LabMessage, ValueTask>? _handler;
    private long _resultAt;

    public bool IsConnected => true;

    /// <summary>From a result handed over to the next command published, in milliseconds.</summary>
    public List<double> Milliseconds { get; } = [];

    /// <summary>From the beginning until so many are in flight.</summary>
    public TimeSpan Filled { get; private set; }

    public async ValueTask ListenAsync(Func<LabMessage, ValueTask> onMessage, CancellationToken cancellationToken)
    {
        _handler = onMessage;
        var capability = new CapabilityMessage("measure", ["x"], ["y"], new Dictionary<string, ParameterLimit>(), null);
        await onMessage(new LabMessage.PresenceChanged("rig", new PresenceMessage(true, 1, "L1", DateTimeOffset.UtcNow)));
        await onMessage(new LabMessage.CapabilitiesChanged("rig", new CapabilitiesMessage([capability], flight, true, true, "1")));
        await onMessage(new LabMessage.StateChanged("rig", new StateMessage("ok", "idle", [], null, DateTimeOffset.UtcNow)));
    }

    public async ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken)
    {
        if (!_known.Add(command.DispatchId))
        {
            // Sent again, because the machine was so slow that its acceptance was not heard in time.
            return Delivery.Sent;
        }

        if (_resultAt != 0)
        {
            Milliseconds.Add(Stopwatch.GetElapsedTime(_resultAt).TotalMilliseconds);
        }

        _inFlight.Enqueue(command);
        if (flight > 1)
        {
            await TellAsync(instrument, new StatusMessage { DispatchId = command.DispatchId, Status = DispatchStatus.Accepted, LedgerId = "L1", At = DateTimeOffset.UtcNow });
        }

        if (_known.Count == flight)
        {
            Filled = Stopwatch.GetElapsedTime(_from);
        }

        while (_inFlight.Count > 0 && (_inFlight.Count >= flight || _known.Count == trials))
        {
            await AnswerAsync(instrument, _inFlight.Dequeue());
        }

        return Delivery.Sent;
    }

    private ValueTask AnswerAsync(string instrument, CommandMessage command)
    {
        var now = DateTimeOffset.UtcNow;
        var outputs = new Dictionary<string, ParameterValue> { ["y"] = command.Parameters["x"] };
        _resultAt = Stopwatch.GetTimestamp();
        return _handler!(new LabMessage.ResultArrived(instrument, new ResultMessage(command.DispatchId, "L1", outputs, now, now, [])));
    }

    public async ValueTask<Delivery> SendAsync(string instrument, ControlMessage control, CancellationToken cancellationToken)
    {
        await TellAsync(instrument, new StatusMessage { DispatchId = control.DispatchId!, Status = DispatchStatus.Succeeded, LedgerId = "L1", At = DateTimeOffset.UtcNow, Closed = true });
        return Delivery.Sent;
    }

    private ValueTask TellAsync(string instrument, StatusMessage status) => _handler!(new LabMessage.StatusArrived(instrument, status));

    public ValueTask<Delivery> AskAsync(string planner, PlannerQuestionMessage question, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.NobodyListens);

    public ValueTask<Delivery> ShowAsync(string campaign, string leaf, ReadOnlyMemory<byte> json, bool retain, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Sent);

    public ValueTask<Delivery> ShowAsync(string id, RequestMessage? request, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Sent);

    public ValueTask<Delivery> ShowAsync(string item, StockMessage stock, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Sent);

    public ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, ReplyMessage reply, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Sent);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
