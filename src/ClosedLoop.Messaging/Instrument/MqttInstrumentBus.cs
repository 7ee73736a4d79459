using System.Collections.Concurrent;
using ClosedLoop.Domain;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>The lab over MQTT, as one instrument hears and tells it.</summary>
public sealed class MqttInstrumentBus : IInstrumentBus
{
    // Commands queue while the instrument is briefly away; after that the broker tells the sender that nobody listens.
    private static readonly TimeSpan SessionExpiry = TimeSpan.FromMinutes(5);

    // More open dispatches than any instrument has.
    private const int MostTraces = 10_000;

    private readonly ConcurrentDictionary<DispatchId, string> _traces = new();
    private readonly LabTopics _topics;
    private readonly string _instrument;
    private readonly TimeProvider _time;
    private readonly PresentConnection _connection;

    /// <summary>Makes the bus; nothing is opened before <see cref="ListenAsync"/>.</summary>
    /// <param name="connector">The broker.</param>
    /// <param name="lab">The lab's name.</param>
    /// <param name="instrument">The instrument's id; unique in the lab.</param>
    /// <param name="time">The clock of time limits and telemetry.</param>
    /// <exception cref="ArgumentException">A name cannot be a topic level.</exception>
    public MqttInstrumentBus(IMqttConnector connector, string lab, string instrument, TimeProvider time)
    {
        _topics = new LabTopics(lab);
        (_instrument, _time) = (instrument, time);
        var station = new Station(
            $"closedloop-{lab}-instrument-{instrument}",
            _topics.InstrumentPresence(instrument),
            $"/{_topics.Root}/instrument/{instrument}",
            CleanStart: false,
            SessionExpiry);
        _connection = new PresentConnection(connector, station, time);
    }

    /// <inheritdoc/>
    public bool IsConnected => _connection.IsConnected;

    /// <inheritdoc/>
    public ValueTask ListenAsync(
        string ledgerId,
        long firstEpoch,
        Func<InstrumentMessage, ValueTask> onMessage,
        Func<ValueTask> onConnected,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(ledgerId);
        var reader = new InstrumentMessageReader(_topics);
        return _connection.OpenAsync(
            ledgerId,
            firstEpoch,
            [_topics.InstrumentCommand(_instrument), _topics.InstrumentControl(_instrument)],
            message => onMessage(Traced(reader.Read(message), message)),
            onConnected,
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Presence is said again with it: who describes itself is there.</remarks>
    public async ValueTask<Delivery> ShowAsync(CapabilitiesMessage capabilities, CancellationToken cancellationToken)
    {
        await _connection.SayPresentAsync(cancellationToken);
        return await ShowAsync(_topics.InstrumentCapabilities(_instrument), "capabilities", LabJson.Write(capabilities), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Delivery> ShowAsync(StateMessage state, CancellationToken cancellationToken) =>
        ShowAsync(_topics.InstrumentState(_instrument), "state", LabJson.Write(state), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public ValueTask<Delivery> ShowAsync(StatusMessage status, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(status);
        return ShowAsync(_topics.DispatchStatus(_instrument, status.DispatchId), "status", LabJson.Write(status), cancellationToken, status.DispatchId);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public ValueTask<Delivery> ShowAsync(ResultMessage result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        return ShowAsync(_topics.DispatchResult(_instrument, result.DispatchId), "result", LabJson.Write(result), cancellationToken, result.DispatchId);
    }

    /// <inheritdoc/>
    public async ValueTask<Delivery> ClearAsync(DispatchId dispatchId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dispatchId);
        _traces.TryRemove(dispatchId, out _);
        var result = await ClearAsync(_topics.DispatchResult(_instrument, dispatchId), cancellationToken);
        var status = await ClearAsync(_topics.DispatchStatus(_instrument, dispatchId), cancellationToken);
        return result == Delivery.NotSent ? result : status;
    }

    /// <inheritdoc/>
    public ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, StatusMessage status, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(replyTo);
        var message = new MqttMessage(replyTo.Topic, LabJson.Write(status with { CorrelationId = replyTo.CorrelationId }))
        {
            CorrelationData = replyTo.Correlation,
            Expiry = Expiry.Reply,
        };
        var trace = replyTo.Trace is { } parent ? Traceparent.Continue(parent, _instrument) : null;
        return _connection.Outbox.SendAsync(message, "status", null, cancellationToken, trace);
    }

    /// <inheritdoc/>
    /// <remarks>A reading that is not finite, or that has no connection to go to, is dropped: <see cref="Delivery.NotSent"/>.</remarks>
    public ValueTask<Delivery> TelemetryAsync(string metric, double value, CancellationToken cancellationToken)
    {
        if (!double.IsFinite(value) || !IsConnected)
        {
            return ValueTask.FromResult(Delivery.NotSent);
        }

        var message = new MqttMessage(_topics.Telemetry(_instrument, metric), LabJson.Write(new TelemetryMessage(value, _time.GetUtcNow())))
        {
            Qos = MqttQos.AtMostOnce,
        };
        return _connection.Outbox.SendAsync(message, "telemetry", null, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>What is shown of a dispatch until it is closed belongs to the trace of the order that last spoke of it.</summary>
    private InstrumentMessage Traced(InstrumentMessage read, MqttMessage message)
    {
        var dispatch = read switch
        {
            InstrumentMessage.CommandArrived m => m.Command.DispatchId,
            InstrumentMessage.ControlArrived m => m.Control.DispatchId,
            _ => null,
        };
        if (dispatch is not null && _traces.Count < MostTraces && Traceparent.Of(message) is { } trace)
        {
            _traces[dispatch] = Traceparent.Continue(trace, _instrument);
        }

        return read;
    }

    private ValueTask<Delivery> ShowAsync(string topic, string kind, byte[] payload, CancellationToken cancellationToken, DispatchId? dispatch = null) =>
        _connection.Outbox.SendAsync(
            new MqttMessage(topic, payload) { Retain = true },
            kind,
            null,
            cancellationToken,
            dispatch is null ? null : _traces.GetValueOrDefault(dispatch));

    private ValueTask<Delivery> ClearAsync(string topic, CancellationToken cancellationToken) =>
        _connection.Outbox.PublishAsync(new MqttMessage(topic, ReadOnlyMemory<byte>.Empty) { Retain = true }, cancellationToken);
}
