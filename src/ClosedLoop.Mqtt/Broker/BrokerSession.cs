namespace ClosedLoop.Mqtt;

/// <summary>What the broker knows of one client id, connected or not. Guarded by the lock of <see cref="BrokerState"/>.</summary>
internal sealed class BrokerSession(
    string clientId, string? user, TimeProvider time, MqttBrokerOptions options, Action<MqttBrokerEventKind, string, string> report)
{
    private const int LongestBacklog = 256 * 1024;
    private readonly Queue<Delivery> _waiting = new();
    private readonly Dictionary<ushort, Delivery> _inFlight = [];
    private readonly Queue<Delivery> _again = new();
    private Permissions? _permissions;
    private ushort _lastPacketId;
    private int _window;
    private long _sent;
    private long _waitingBytes;
    private long _dropped;

    public string ClientId { get; } = clientId;

    /// <summary>Whose it is; null where no name is asked for.</summary>
    public string? User { get; } = user;

    public BrokerClient? Client { get; private set; }

    public Dictionary<string, BrokerSubscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>When the client went away.</summary>
    public long AwaySince { get; set; }

    /// <summary>The will that is due when its delay, or the session, is over.</summary>
    public WillMessage? WaitingWill { get; set; }

    /// <summary>Scratch of routing: the number of the last message that matched, and what it will be delivered as.</summary>
    public long RouteNumber { get; set; }

    /// <inheritdoc cref="RouteNumber"/>
    public byte RouteQos { get; set; }

    /// <inheritdoc cref="RouteNumber"/>
    public bool RouteRetain { get; set; }

    /// <inheritdoc cref="RouteNumber"/>
    public List<uint>? RouteIdentifiers { get; set; }

    /// <summary>Seconds; 0xFFFFFFFF for ever.</summary>
    public uint ExpiryInterval { get; set; }

    public bool HasExpired => Client is null && ExpiryInterval != uint.MaxValue && time.GetElapsedTime(AwaySince) >= TimeSpan.FromSeconds(ExpiryInterval);

    public bool WillIsDue => WaitingWill is { } will && time.GetElapsedTime(AwaySince) >= TimeSpan.FromSeconds(will.DelayInterval ?? 0);

    /// <summary>Also while it is away: as at its last connect.</summary>
    public bool MayRead(string topic) => _permissions?.MayRead(topic) != false;

    /// <summary>Whether one more message may wait.</summary>
    public bool HasRoom => _waiting.Count == 0 || (_waiting.Count < options.MaximumQueue && _waitingBytes < options.MaximumQueueBytes);

    /// <summary>What has not been acknowledged, in order.</summary>
    public IEnumerable<Delivery> Outstanding => _inFlight.Values.OrderBy(d => d.Order).Concat(_waiting);

    public void Attach(BrokerClient client)
    {
        Client = client;
        _permissions = client.Permissions;
        WaitingWill = null;
    }

    /// <summary>Sends what was sent and not acknowledged, in order, then what waits.</summary>
    public void Resume()
    {
        _window = 0;
        _again.Clear();
        foreach (var delivery in _inFlight.Values.OrderBy(d => d.Order))
        {
            _again.Enqueue(delivery);
        }

        Pump();
    }

    public void Detach()
    {
        Client = null;
        AwaySince = time.GetTimestamp();
        // QoS 0 is for those who are there.
        var kept = _waiting.Where(d => d.Qos > 0).ToList();
        _waiting.Clear();
        _waitingBytes = 0;
        foreach (var delivery in kept)
        {
            Enqueue(delivery);
        }
    }

    public DeliveryResult Deliver(Delivery delivery, bool unlimited = false)
    {
        if (Client is null && delivery.Qos == 0)
        {
            return DeliveryResult.Away;
        }

        if (!unlimited && !HasRoom)
        {
            if (_dropped++ == 0)
            {
                report(
                    MqttBrokerEventKind.MessageDropped,
                    ClientId,
                    $"Too slow: {_waiting.Count} messages ({_waitingBytes} bytes) wait; dropped one on {delivery.Message.Packet.Topic}");
            }

            return DeliveryResult.Full;
        }

        if (_dropped > 0 && !unlimited)
        {
            report(MqttBrokerEventKind.MessageDropped, ClientId, $"There is room again, after {_dropped} dropped messages");
            _dropped = 0;
        }

        Enqueue(delivery);
        Pump();
        return DeliveryResult.Taken;
    }

    public void Acknowledge(ushort packetId)
    {
        if (_inFlight.Remove(packetId))
        {
            _window = Math.Max(0, _window - 1);
        }

        Pump();
    }

    public void Pump()
    {
        while (Client is { } client && client.Channel.Backlog < LongestBacklog)
        {
            var queue = _again.Count > 0 ? _again : _waiting;
            if (!queue.TryPeek(out var delivery))
            {
                return;
            }

            if (delivery.Message.SecondsLeft(time) is 0)
            {
                _inFlight.Remove(delivery.PacketId);
                Dequeue(queue);
                continue;
            }
            if (delivery.Qos > 0 && _window >= client.ReceiveMaximum)
            {
                return;
            }

            Dequeue(queue);
            if (delivery.Qos > 0)
            {
                TakePlace(delivery);
            }

            Send(delivery, duplicate: queue == _again);
        }
    }

    private void Enqueue(Delivery delivery)
    {
        _waiting.Enqueue(delivery);
        _waitingBytes += delivery.Message.Packet.Payload.Length;
    }

    private void Dequeue(Queue<Delivery> queue)
    {
        var delivery = queue.Dequeue();
        if (queue == _waiting)
        {
            _waitingBytes -= delivery.Message.Packet.Payload.Length;
        }
    }

    private void TakePlace(Delivery delivery)
    {
        _window++;
        if (delivery.PacketId != 0)
        {
            return;
        }

        delivery.PacketId = NextPacketId();
        delivery.Order = _sent++;
        _inFlight.Add(delivery.PacketId, delivery);
    }

    private void Send(Delivery delivery, bool duplicate)
    {
        if (Client!.Channel.Write(delivery.ToPacket(delivery.Message.SecondsLeft(time), duplicate)))
        {
            return;
        }

        if (_inFlight.Remove(delivery.PacketId))
        {
            _window--;
        }

        report(MqttBrokerEventKind.MessageDropped, ClientId, $"The client does not take packets as long as the message on {delivery.Message.Packet.Topic}");
    }

    private ushort NextPacketId()
    {
        do
        {
            _lastPacketId = _lastPacketId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastPacketId + 1);
        }
        while (_inFlight.ContainsKey(_lastPacketId));
        return _lastPacketId;
    }
}
