namespace ClosedLoop.Mqtt;

/// <content>Subscribing and unsubscribing.</content>
internal sealed partial class BrokerState
{
    public void Subscribe(BrokerSession session, BrokerClient client, SubscribePacket packet)
    {
        lock (_gate)
        {
            if (session.Client != client)
            {
                return;
            }

            if (packet.Requests.Any(r => r.NoLocal && TopicFilter.IsShared(r.Filter)))
            {
                throw new MqttProtocolException(MqttReasonCode.ProtocolError, "A shared subscription without one's own messages");
            }

            var granted = packet.Requests.Select(r => Grant(session, r, packet.SubscriptionIdentifier)).ToList();
            client.Channel.Write(new SubAckPacket(packet.PacketId, granted.ConvertAll(g => g.Code)));
            for (var i = 0; i < granted.Count; i++)
            {
                if (granted[i].Code < MqttReasonCode.UnspecifiedError)
                {
                    SendRetained(session, packet.Requests[i], packet.SubscriptionIdentifier, granted[i].IsNew);
                }
            }
        }
    }

    public void Unsubscribe(BrokerSession session, BrokerClient client, UnsubscribePacket packet)
    {
        lock (_gate)
        {
            if (session.Client != client)
            {
                return;
            }

            client.Channel.Write(new UnsubAckPacket(packet.PacketId, [.. packet.Filters.Select(filter =>
                session.Subscriptions.Remove(filter) && Forget(session, filter) ? MqttReasonCode.Success : MqttReasonCode.NoSubscriptionExisted)]));
        }
    }

    private (MqttReasonCode Code, bool IsNew) Grant(BrokerSession session, SubscriptionRequest request, uint? identifier)
    {
        var filter = request.Filter;
        if (!TopicFilter.IsValidFilter(filter) || filter.AsSpan().Count('/') >= options.MaximumTopicLevels)
        {
            return (MqttReasonCode.TopicFilterInvalid, false);
        }

        if (session.Subscriptions.Count >= options.MaximumSubscriptions && !session.Subscriptions.ContainsKey(filter))
        {
            report(MqttBrokerEventKind.SubscriptionRefused, session.ClientId, $"It has {session.Subscriptions.Count} subscriptions; refused {filter}");
            return (MqttReasonCode.QuotaExceeded, false);
        }

        if (session.Client?.Permissions?.MaySubscribe(TopicFilter.Unshared(filter)) == false)
        {
            var who = session.User ?? "A client without a name";
            report(MqttBrokerEventKind.SubscriptionRefused, session.ClientId, $"{who} may read nothing that matches {filter}");
            return (MqttReasonCode.NotAuthorized, false);
        }

        var subscription = new BrokerSubscription(session, request, identifier);
        session.Subscriptions[filter] = subscription;
        return ((MqttReasonCode)subscription.Qos, TopicFilter.IsShared(filter) ? _shared.Set(filter, subscription) : _tree.Set(filter, session, subscription));
    }

    /// <summary>Retained messages are not for shared subscriptions: each member would get them.</summary>
    private void SendRetained(BrokerSession session, SubscriptionRequest request, uint? identifier, bool isNew)
    {
        var wanted = request.RetainHandling == RetainHandling.AtEverySubscribe || (request.RetainHandling == RetainHandling.OnlyIfNew && isNew);
        if (!wanted || TopicFilter.IsShared(request.Filter))
        {
            return;
        }

        if (!session.HasRoom)
        {
            // Beyond the limit once is what a subscription may cost; a client that subscribes and never reads gets no more.
            report(MqttBrokerEventKind.MessageDropped, session.ClientId, $"Too slow: does not get the retained messages of {request.Filter}");
            return;
        }

        IReadOnlyList<uint> identifiers = identifier is { } number ? [number] : [];
        foreach (var message in _retained.Matching(request.Filter).Where(m => session.MayRead(m.Packet.Topic)))
        {
            var qos = Math.Min(message.Packet.Qos, Math.Min(request.MaximumQos, (byte)1));
            session.Deliver(new Delivery(message, qos, retain: true, identifiers), unlimited: true);
        }
    }

    private bool Forget(BrokerSession session, string filter) =>
        TopicFilter.IsShared(filter) ? _shared.Remove(filter, session) : _tree.Remove(filter, session);

    /// <summary>What a session leaves undone of its shared subscriptions goes to the others of each group.</summary>
    private void HandOn(BrokerSession session)
    {
        foreach (var delivery in session.Outstanding.Where(d => d.Group is not null && d.Message.SecondsLeft(time) is not 0).ToList())
        {
            if (delivery.Group!.Deliver(delivery.Message) != DeliveryResult.Taken)
            {
                report(MqttBrokerEventKind.MessageDropped, session.ClientId, $"Nobody else shares the message on {delivery.Message.Packet.Topic}");
            }
        }
    }
}
