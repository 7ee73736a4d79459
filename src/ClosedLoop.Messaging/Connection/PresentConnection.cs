using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>
/// A connection that says that it is there: a will with this connect's epoch, <c>online</c> with the same epoch once every subscription is in place, and
/// <c>offline</c> before it is closed in good order.
/// </summary>
internal sealed class PresentConnection(IMqttConnector connector, Station station, TimeProvider time) : IAsyncDisposable
{
    private IMqttConnection? _connection;
    private Outbox? _outbox;
    private string? _ledgerId;
    private long _firstEpoch;
    private Func<ValueTask> _onConnected = () => ValueTask.CompletedTask;
    private int _opened;
    private int _subscribed;
    private long _connects;
    private long _announced;

    /// <summary>Whether the broker is reachable now.</summary>
    public bool IsConnected => _connection?.IsConnected ?? false;

    /// <summary>Publishes; only after <see cref="OpenAsync"/>.</summary>
    public Outbox Outbox => _outbox ?? throw new InvalidOperationException("Nothing can be sent before ListenAsync");

    /// <summary>Connects, subscribes, announces. Returns when the subscriptions are in place.</summary>
    public async ValueTask OpenAsync(
        string? ledgerId,
        long firstEpoch,
        IReadOnlyList<string> filters,
        Func<MqttMessage, ValueTask> onMessage,
        Func<ValueTask> onConnected,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstEpoch);
        if (Interlocked.Exchange(ref _opened, 1) == 1)
        {
            throw new InvalidOperationException("Already listening");
        }

        (_ledgerId, _firstEpoch, _onConnected) = (ledgerId, firstEpoch, onConnected);
        var connection = connector.Open(new MqttConnectionOptions
        {
            ClientId = station.ClientId,
            CleanStart = station.CleanStart,
            SessionExpiry = station.SessionExpiry,
            Will = connect => Presence(online: false, connect),
            OnConnected = OnConnectedAsync,
        });
        _outbox = new Outbox(connection, station.Source, $"{firstEpoch}", time);
        _connection = connection;

        // All at once, so that a connection that is only now being made finds them all.
        await Task.WhenAll(filters.Select(filter => connection.SubscribeAsync(filter, MqttQos.AtLeastOnce, onMessage, cancellationToken).AsTask()));

        // A connect before this point was not announced, since who is seen online is sent commands; one of the two sides sees the other's mark.
        Interlocked.Exchange(ref _subscribed, 1);
        if (Interlocked.Read(ref _connects) is > 0 and var connects)
        {
            await AnnounceAsync(connects);
        }
    }

    /// <summary>Says once more that it is there; only after it was said for this connect.</summary>
    public async ValueTask SayPresentAsync(CancellationToken cancellationToken)
    {
        if (IsConnected && Interlocked.Read(ref _announced) is > 0 and var connect && connect == Interlocked.Read(ref _connects))
        {
            await Outbox.SendAsync(Presence(online: true, connect), "presence", null, cancellationToken);
        }
    }

    /// <summary>Says goodbye and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is null)
        {
            return;
        }

        if (_connection.IsConnected && Interlocked.Read(ref _connects) is > 0 and var connects)
        {
            await Outbox.PublishAsync(Presence(online: false, connects), CancellationToken.None);
        }

        await _connection.DisposeAsync();
    }

    private async ValueTask OnConnectedAsync(long connect)
    {
        Interlocked.Exchange(ref _connects, connect);
        if (Interlocked.CompareExchange(ref _subscribed, 1, 1) == 1)
        {
            await AnnounceAsync(connect);
        }
    }

    private async ValueTask AnnounceAsync(long connect)
    {
        await Outbox.SendAsync(Presence(online: true, connect), "presence", null, CancellationToken.None);
        await _onConnected();

        // The announcement of a connection that broke meanwhile may end after that of the next one.
        if (Interlocked.Read(ref _announced) is var before && connect > before)
        {
            Interlocked.CompareExchange(ref _announced, connect, before);
        }
    }

    private MqttMessage Presence(bool online, long connect) =>
        new(station.PresenceTopic, LabJson.Write(new PresenceMessage(online, _firstEpoch + connect - 1, _ledgerId, time.GetUtcNow()))) { Retain = true };
}
