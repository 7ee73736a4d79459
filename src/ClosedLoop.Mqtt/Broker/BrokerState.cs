namespace ClosedLoop.Mqtt;

/// <summary>Sessions, subscriptions and retained messages, behind one lock that is held only to compute, never to wait.</summary>
internal sealed partial class BrokerState(MqttBrokerOptions options, TimeProvider time, Action<MqttBrokerEventKind, string, string> report)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, BrokerSession> _sessions = new(StringComparer.Ordinal);
    private readonly SubscriptionTree<BrokerSession, BrokerSubscription> _tree = new();
    private readonly SharedSubscriptions _shared = new();
    private readonly RetainedMessages _retained = new(time, options);
    private readonly List<BrokerSubscription> _matches = [];
    private readonly List<BrokerSession> _receivers = [];
    private readonly List<uint> _noIdentifiers = [];
    private long _routes;
    private int _connected;

    /// <summary>Lets a client in, takes its session over from an earlier connection, answers, and sends what waits.</summary>
    public BrokerSession Connect(BrokerClient client, ConnectPacket hello, ConnAckPacket answer)
    {
        lock (_gate)
        {
            var known = _sessions.GetValueOrDefault(client.ClientId);
            if (_connected >= options.MaximumConnections && known?.Client is null)
            {
                throw new MqttProtocolException(MqttReasonCode.ServerBusy, $"{_connected} clients are connected already");
            }

            if (known is { HasExpired: false } && known.User != client.User)
            {
                throw new MqttProtocolException(MqttReasonCode.ClientIdentifierNotValid, $"The session belongs to {known.User ?? "a client without a name"}");
            }

            if (known?.Client is { } earlier)
            {
                earlier.End(MqttReasonCode.SessionTakenOver);
                LeaveSession(known, earlier.Will, sessionGoesOn: !hello.CleanStart);
                // With an expiry of zero the session has just ended.
                known = _sessions.GetValueOrDefault(client.ClientId);
            }
            if (known is not null && (hello.CleanStart || known.HasExpired))
            {
                EndSession(known);
                known = null;
            }
            var present = known is not null;
            var session = known ?? new BrokerSession(client.ClientId, client.User, time, options, report);
            _sessions[client.ClientId] = session;
            session.ExpiryInterval = hello is { Version: MqttVersion.V311, CleanStart: false } ? uint.MaxValue : hello.SessionExpiryInterval ?? 0;
            session.Attach(client);
            _connected++;
            client.Channel.Write(answer with { SessionPresent = present });
            session.Resume();
            report(MqttBrokerEventKind.Connected, client.ClientId, present ? "Connected, session resumed" : "Connected");
            return session;
        }
    }

    /// <summary>A connection is over. Does nothing if another one took its session.</summary>
    public void Disconnect(BrokerClient client, WillMessage? will, uint? newExpiry, string? trouble)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(client.ClientId, out var session) || session.Client != client)
            {
                return;
            }

            session.ExpiryInterval = newExpiry ?? session.ExpiryInterval;
            report(trouble is null ? MqttBrokerEventKind.Disconnected : MqttBrokerEventKind.ConnectionLost, client.ClientId, trouble ?? "Disconnected");
            LeaveSession(session, will, sessionGoesOn: true);
            if (_sessions.Count - _connected > options.MaximumSessions && _sessions.Values.Where(s => s.Client is null).MinBy(s => s.AwaySince) is { } longest)
            {
                report(MqttBrokerEventKind.SessionExpired, longest.ClientId, "Too many sessions wait for their clients");
                EndSession(longest);
            }
        }
    }

    public MqttReasonCode Publish(PublishPacket packet, BrokerSession from)
    {
        lock (_gate)
        {
            return Route(packet, from);
        }
    }

    public void Acknowledge(BrokerSession session, BrokerClient client, ushort packetId)
    {
        lock (_gate)
        {
            if (session.Client == client)
            {
                session.Acknowledge(packetId);
            }
        }
    }

    public void Pump(BrokerSession session)
    {
        lock (_gate)
        {
            session.Pump();
        }
    }

    /// <summary>What time alone brings about: late wills, sessions and retained messages that end, clients that have fallen silent.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            _retained.RemoveExpired();
            foreach (var session in _sessions.Values.ToList())
            {
                if (session.Client is { } client && client.IsSilentTooLong)
                {
                    client.End(MqttReasonCode.KeepAliveTimeout);
                }
                else if (session.HasExpired)
                {
                    report(MqttBrokerEventKind.SessionExpired, session.ClientId, "Away too long");
                    EndSession(session);
                }
                else if (session.Client is null && session.WillIsDue)
                {
                    PublishWill(session);
                }
            }
        }
    }

    private MqttReasonCode Route(PublishPacket packet, BrokerSession from)
    {
        var message = new StoredMessage(packet, time.GetTimestamp());
        if (packet.Retain && !_retained.Set(message))
        {
            report(MqttBrokerEventKind.PublishRefused, from.ClientId, $"Too much is retained already; refused a message on {packet.Topic}");
            return MqttReasonCode.QuotaExceeded;
        }

        FindReceivers(packet.Topic, from);
        var (taken, full) = (0, 0);
        foreach (var session in _receivers)
        {
            var qos = Math.Min(packet.Qos, session.RouteQos);
            var delivery = new Delivery(message, qos, packet.Retain && session.RouteRetain, session.RouteIdentifiers ?? _noIdentifiers);
            session.RouteIdentifiers = null;
            var result = session.Deliver(delivery);
            taken += result == DeliveryResult.Taken ? 1 : 0;
            full += result == DeliveryResult.Full ? 1 : 0;
        }

        foreach (var group in _shared.Match(packet.Topic))
        {
            var result = group.Deliver(message);
            taken += result == DeliveryResult.Taken ? 1 : 0;
            full += result == DeliveryResult.Full ? 1 : 0;
        }

        return taken > 0 ? MqttReasonCode.Success : full > 0 ? MqttReasonCode.QuotaExceeded : MqttReasonCode.NoMatchingSubscribers;
    }

    /// <summary>One copy for each session, with the highest QoS and the identifiers of all its filters that match.</summary>
    private void FindReceivers(string topic, BrokerSession from)
    {
        _matches.Clear();
        _receivers.Clear();
        _routes++;
        _tree.Match(topic, _matches);
        foreach (var subscription in _matches)
        {
            var session = subscription.Session;
            if ((subscription.Request.NoLocal && session == from) || !session.MayRead(topic))
            {
                continue;
            }

            if (session.RouteNumber != _routes)
            {
                (session.RouteNumber, session.RouteQos, session.RouteRetain, session.RouteIdentifiers) = (_routes, 0, false, null);
                _receivers.Add(session);
            }
            session.RouteQos = Math.Max(session.RouteQos, subscription.Qos);
            session.RouteRetain |= subscription.Request.RetainAsPublished;
            if (subscription.Identifier is { } identifier)
            {
                (session.RouteIdentifiers ??= []).Add(identifier);
            }
        }
    }

    private void LeaveSession(BrokerSession session, WillMessage? will, bool sessionGoesOn)
    {
        session.Detach();
        _connected--;
        session.WaitingWill = will;
        if (session.ExpiryInterval == 0 || !sessionGoesOn)
        {
            EndSession(session);
        }
        else if (session.WillIsDue)
        {
            PublishWill(session);
        }
    }

    private void EndSession(BrokerSession session)
    {
        foreach (var filter in session.Subscriptions.Keys)
        {
            Forget(session, filter);
        }

        session.Subscriptions.Clear();
        _sessions.Remove(session.ClientId);
        HandOn(session);
        PublishWill(session);
    }

    private void PublishWill(BrokerSession session)
    {
        if (session.WaitingWill is not { } will)
        {
            return;
        }

        session.WaitingWill = null;
        Route(
            new PublishPacket(will.Topic, will.Payload)
            {
                Qos = will.Qos,
                Retain = will.Retain,
                PayloadFormatIndicator = will.PayloadFormatIndicator,
                MessageExpiryInterval = will.MessageExpiryInterval,
                ContentType = will.ContentType,
                ResponseTopic = will.ResponseTopic,
                CorrelationData = will.CorrelationData,
                UserProperties = will.UserProperties,
            },
            session);
    }
}
