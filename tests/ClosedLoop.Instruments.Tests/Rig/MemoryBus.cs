using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments.Tests;

/// <summary>A bus in memory: holds what is retained, the answers, and the trace of both.</summary>
internal sealed class MemoryBus(List<string> trace) : IInstrumentBus
{
    private Func<InstrumentMessage, ValueTask>? _onMessage;
    private Func<ValueTask>? _onConnected;

    public bool IsConnected { get; set; } = true;

    /// <summary>Every publication throws.</summary>
    public bool Broken { get; set; }

    /// <summary>The one operation that does not come through.</summary>
    public string? Refuses { get; set; }

    public int ListenFailures { get; set; }

    public long FirstEpoch { get; private set; }

    public string? LedgerId { get; private set; }

    public CapabilitiesMessage? Capabilities { get; private set; }

    public List<StateMessage> States { get; } = [];

    public Dictionary<DispatchId, StatusMessage> Statuses { get; } = [];

    public Dictionary<DispatchId, ResultMessage> Results { get; } = [];

    public List<StatusMessage> Replies { get; } = [];

    public List<(string Metric, double Value)> Readings { get; } = [];

    public async ValueTask ListenAsync(
        string ledgerId, long firstEpoch, Func<InstrumentMessage, ValueTask> onMessage, Func<ValueTask> onConnected, CancellationToken cancellationToken)
    {
        if (ListenFailures-- > 0)
        {
            throw new TimeoutException("no broker");
        }

        (LedgerId, FirstEpoch, _onMessage, _onConnected) = (ledgerId, firstEpoch, onMessage, onConnected);
        await onConnected();
    }

    /// <summary>A new broker without memory, or a reconnect.</summary>
    public ValueTask ReconnectAsync(bool forget)
    {
        if (forget)
        {
            Capabilities = null;
            States.Clear();
            Statuses.Clear();
            Results.Clear();
        }

        IsConnected = true;
        return _onConnected!();
    }

    public ValueTask DeliverAsync(InstrumentMessage message) => _onMessage!(message);

    public ValueTask<Delivery> ShowAsync(CapabilitiesMessage capabilities, CancellationToken cancellationToken) =>
        Do("capabilities", () => Capabilities = capabilities);

    public ValueTask<Delivery> ShowAsync(StateMessage state, CancellationToken cancellationToken) => Do("state " + state.Activity, () => States.Add(state));

    public ValueTask<Delivery> ShowAsync(StatusMessage status, CancellationToken cancellationToken) =>
        Do("status " + status.Status, () => Statuses[status.DispatchId] = status);

    public ValueTask<Delivery> ShowAsync(ResultMessage result, CancellationToken cancellationToken) => Do("result", () => Results[result.DispatchId] = result);

    public ValueTask<Delivery> ClearAsync(DispatchId dispatchId, CancellationToken cancellationToken) => Do("clear", () =>
    {
        Statuses.Remove(dispatchId);
        Results.Remove(dispatchId);
    });

    public ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, StatusMessage status, CancellationToken cancellationToken) =>
        Do("reply " + status.Status, () => Replies.Add(status));

    public ValueTask<Delivery> TelemetryAsync(string metric, double value, CancellationToken cancellationToken) =>
        Do("telemetry", () => Readings.Add((metric, value)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ValueTask<Delivery> Do(string operation, Action effect)
    {
        if (Broken)
        {
            throw new TimeoutException("the bus is broken");
        }

        if (!IsConnected || operation == Refuses)
        {
            return ValueTask.FromResult(Delivery.NotSent);
        }

        trace.Add(operation);
        effect();
        return ValueTask.FromResult(Delivery.Sent);
    }
}
