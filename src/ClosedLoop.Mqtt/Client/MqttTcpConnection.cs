namespace ClosedLoop.Mqtt;

/// <summary>
/// One client of a broker, kept connected. QoS 0 messages wait for a connection like QoS 1 messages but are not sent again. A publish made inside
/// <see cref="MqttConnectionOptions.OnConnected"/> goes out before everything that waits, belongs to that connection and throws
/// <see cref="IOException"/> if it is lost first, because the next connect calls the callback again. All members may be called from any thread;
/// no call blocks. Payloads must not change until the publish is over.
/// </summary>
public sealed partial class MqttTcpConnection : IMqttConnection
{
    private readonly MqttAddress _address;
    private readonly TimeProvider _time;
    private readonly MqttTcpConnectorOptions _connector;
    private readonly MqttConnectionOptions _options;
    private readonly OutgoingPublishes _outgoing;
    private readonly LocalSubscriptions _subscriptions;
    private readonly IncomingMessages _incoming;
    private readonly Backoff _backoff;
    private readonly Hello _hello;
    private readonly Func<CancellationToken, Task<Stream>> _dial;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _ending = new();
    private readonly Task _running;
    private readonly Task _handling;
    private volatile PacketChannel? _current;
    private volatile bool _acknowledged;
    private volatile bool _closing;
    private volatile string? _lostBecause;
    private Task? _closed;
    private long _connects;

    /// <param name="address">Where the broker is.</param>
    /// <param name="time">The clock of every limit and wait.</param>
    /// <param name="connector">How to connect.</param>
    /// <param name="options">Who connects.</param>
    /// <param name="dial">Makes a stream to the broker; to the address if it is null.</param>
    internal MqttTcpConnection(
        MqttAddress address,
        TimeProvider time,
        MqttTcpConnectorOptions connector,
        MqttConnectionOptions options,
        Func<CancellationToken, Task<Stream>>? dial = null)
    {
        _dial = dial ?? (cancellationToken => BrokerStream.OpenAsync(address, connector.Tls, cancellationToken));
        (_address, _time, _connector, _options) = (address, time, connector, options);
        var gate = new Lock();
        var ids = new PacketIds();
        _outgoing = new OutgoingPublishes(
            time, gate, ids, options, (topic, cause) => ReportLater(MqttConnectionEventKind.PublishRefused, $"Message on {topic} refused: {cause.Message}", cause));
        _subscriptions = new LocalSubscriptions(
            gate, ids, (filter, cause) => ReportLater(MqttConnectionEventKind.SubscriptionRefused, $"Subscription to {filter} refused: {cause.Message}", cause));
        _hello = new Hello(connector, options);
        _incoming = new IncomingMessages(connector, time, _subscriptions, Report);
        _backoff = new Backoff(connector.ShortestBackoff, connector.LongestBackoff, connector.JitterSeed is { } seed ? new Random(seed) : new Random());
        // Both live on pool threads from the start, whatever context the caller lives on.
        _running = Task.Run(RunAsync);
        _handling = Task.Run(() => new CallbackScope(this, isGreeting: false).RunAsync(() => new ValueTask(_incoming.RunAsync())).AsTask());
    }

    /// <inheritdoc/>
    public bool IsConnected => _acknowledged;

    /// <inheritdoc/>
    public ValueTask<MqttPublishOutcome> PublishAsync(MqttMessage message, CancellationToken cancellationToken = default)
    {
        MessageMapping.Check(message);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<MqttPublishOutcome>(cancellationToken);
        }

        var publish = new PendingPublish(message, _time.GetTimestamp(), CallbackScope.IsGreeting(this));
        _outgoing.Enqueue(publish);
        return cancellationToken.CanBeCanceled ? AwaitAsync(publish, cancellationToken) : new ValueTask<MqttPublishOutcome>(publish.Outcome);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Filters that overlap are each served once per message. The handler may publish, but should not wait for it: while it waits, nothing else of this
    /// connection is handled. Over MQTT 3.1.1 options other than the quality of service throw <see cref="NotSupportedException"/>.
    /// </remarks>
    public async ValueTask SubscribeAsync(
        MqttSubscription subscription,
        Func<MqttMessage, ValueTask> onMessage,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        ArgumentNullException.ThrowIfNull(onMessage);
        subscription.Check();
        if (_connector.Version == MqttVersion.V311 && subscription != new MqttSubscription(subscription.Filter) { Qos = subscription.Qos })
        {
            throw new NotSupportedException($"MQTT 3.1.1 has no subscription options but the quality of service: '{subscription.Filter}'.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var handler = _subscriptions.Add(subscription, onMessage);
        _incoming.Reconsider();
        try
        {
            await handler.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _subscriptions.Remove(subscription.Filter, handler);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask UnsubscribeAsync(string topicFilter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topicFilter);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : new ValueTask(_subscriptions.RemoveAsync(topicFilter).WaitAsync(cancellationToken));
    }

    /// <summary>
    /// Sends what is written, says goodbye (so no will is published; the session stays as long as its expiry says) and ends. Who still waits for a publish
    /// or a subscription gets <see cref="ObjectDisposedException"/>. No handler runs afterwards, unless it is the handler that disposes.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_ending)
        {
            return new ValueTask(_closed ??= Task.Run(() => CloseAsync(graceful: true)));
        }
    }

    /// <summary>
    /// Ends as if the process had died: the socket closes without a goodbye, so that the broker publishes the will. For tests of exactly that.
    /// </summary>
    public ValueTask AbortAsync()
    {
        lock (_ending)
        {
            return new ValueTask(_closed ??= Task.Run(() => CloseAsync(graceful: false)));
        }
    }

    private static async ValueTask<MqttPublishOutcome> AwaitAsync(PendingPublish publish, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((PendingPublish)state!).Cancel(token), publish).ConfigureAwait(false);
        return await publish.Outcome.ConfigureAwait(false);
    }

    private async Task CloseAsync(bool graceful)
    {
        var cause = new ObjectDisposedException(nameof(MqttTcpConnection), $"The connection of {_options.ClientId} is closed.");
        var insideCallback = CallbackScope.IsInside(this);
        _closing = true;
        _outgoing.Close(cause);
        _incoming.Close();
        if (graceful && _current is { } channel)
        {
            // Also before the broker's answer to CONNECT: it may have accepted already, and the will is not meant.
            channel.Write(new DisconnectPacket());
            await FarewellAsync(channel).WaitAsync(_connector.CloseTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await _stopping.CancelAsync().ConfigureAwait(false);
        _current?.Abort();
        if (!insideCallback)
        {
            await Task.WhenAll(_running, _handling).ConfigureAwait(false);
        }

        _subscriptions.Close(cause);
        Report(MqttConnectionEventKind.Closed, graceful ? "Closed" : "Aborted", null);
    }

    private async Task FarewellAsync(PacketChannel channel)
    {
        await channel.CompleteAsync().ConfigureAwait(false);
        // The broker closes its end after a goodbye; waiting for that keeps a reset from overtaking it.
        if (_acknowledged)
        {
            await _stoppedReading.Task.ConfigureAwait(false);
        }
    }

    /// <summary>From within the lock, which foreign code must not hold.</summary>
    private void ReportLater(MqttConnectionEventKind kind, string detail, Exception cause) =>
        ThreadPool.UnsafeQueueUserWorkItem(_ => Report(kind, detail, cause), null);

    private void Report(MqttConnectionEventKind kind, string detail, Exception? cause) =>
        Report(new MqttConnectionEvent(kind, _options.ClientId, detail) { Connects = Interlocked.Read(ref _connects), Cause = cause });

    private void Report(MqttConnectionEvent happened)
    {
        try
        {
            _connector.OnEvent?.Invoke(happened);
        }
        catch (Exception)
        {
            // The border to foreign code: a log that fails must not end the connection that it logs.
        }
    }
}
