namespace ClosedLoop.Mqtt;

/// <summary>
/// The filters of one connection. Each filter has an identifier that travels with the subscription, and the broker repeats it with each message, so a message
/// reaches exactly the handlers whose filters it was delivered for, whether the broker sends one copy for overlapping filters or several. Without identifiers
/// (the broker has none) the topic decides, and a broker that sends several copies makes duplicates.
/// </summary>
internal sealed class LocalSubscriptions(Lock gate, PacketIds ids, Action<string, Exception> onRefused)
{
    private const uint LargestIdentifier = 268_435_455;
    private readonly Dictionary<string, LocalSubscription> _byFilter = new(StringComparer.Ordinal);
    private readonly Dictionary<ushort, SubscriptionExchange> _underWay = [];
    private PacketChannel? _channel;
    private bool _identifiersAvailable;
    private Exception? _closedBy;

    public SubscriptionHandler Add(string filter, MqttQos qos, Func<MqttMessage, ValueTask> onMessage)
    {
        var handler = new SubscriptionHandler(onMessage);
        lock (gate)
        {
            if (_closedBy is not null)
            {
                handler.Answer.SetException(_closedBy);
                return handler;
            }
            if (!_byFilter.TryGetValue(filter, out var subscription))
            {
                _byFilter.Add(filter, subscription = new LocalSubscription(filter, FreeIdentifier(filter)));
            }

            subscription.Qos = subscription.Qos > qos ? subscription.Qos : qos;
            subscription.Granted = false;
            subscription.Handlers = [.. subscription.Handlers, handler];
            if (_channel is not null)
            {
                Request(subscription);
            }
        }
        return handler;
    }

    /// <summary>Takes a handler back that nobody waits for any more.</summary>
    public void Remove(string filter, SubscriptionHandler handler)
    {
        lock (gate)
        {
            if (!_byFilter.TryGetValue(filter, out var subscription) || !subscription.Handlers.Contains(handler))
            {
                return;
            }

            subscription.Handlers = [.. subscription.Handlers.Where(h => h != handler)];
            if (subscription.Handlers.Count == 0)
            {
                _byFilter.Remove(filter);
            }
        }
    }

    /// <summary>A new connection: asks for everything that the broker's session does not hold. The task ends when it has answered.</summary>
    public Task AttachAsync(PacketChannel connected, ConnAckPacket answer)
    {
        lock (gate)
        {
            _channel = connected;
            _identifiersAvailable = answer.SubscriptionIdentifiersAvailable ?? true;
            var asked = new List<Task>();
            foreach (var subscription in _byFilter.Values)
            {
                subscription.Granted &= answer.SessionPresent;
                if (!subscription.Granted)
                {
                    asked.Add(Request(subscription));
                }
            }
            return Task.WhenAll(asked);
        }
    }

    public void Detach()
    {
        lock (gate)
        {
            _channel = null;
            foreach (var (id, exchange) in _underWay)
            {
                ids.Release(id);
                exchange.Answered.TrySetResult();
            }
            _underWay.Clear();
        }
    }

    public void Acknowledge(SubAckPacket answer)
    {
        Exception? refusal = null;
        string? refused = null;
        lock (gate)
        {
            if (!_underWay.Remove(answer.PacketId, out var exchange))
            {
                throw new MqttProtocolException(MqttReasonCode.ProtocolError, "The broker answers a subscription that was not asked for");
            }

            ids.Release(answer.PacketId);
            var code = answer.ReasonCodes[0];
            var subscription = exchange.Subscription;
            if (code < MqttReasonCode.UnspecifiedError)
            {
                subscription.Granted = true;
                foreach (var handler in exchange.Handlers)
                {
                    handler.Answer.TrySetResult();
                }
            }
            else
            {
                refusal = new MqttProtocolException(code, $"The broker refuses the subscription to {subscription.Filter}");
                refused = subscription.Filter;
                foreach (var handler in exchange.Handlers)
                {
                    if (handler.Answer.TrySetException(refusal))
                    {
                        Remove(subscription.Filter, handler);
                    }
                }
            }
            exchange.Answered.TrySetResult();
        }
        if (refusal is not null)
        {
            onRefused(refused!, refusal);
        }
    }

    /// <summary>The handlers that a message was delivered for; empty if there is none (any more, or yet).</summary>
    public IReadOnlyList<SubscriptionHandler> Route(PublishPacket message)
    {
        lock (gate)
        {
            IReadOnlyList<SubscriptionHandler> handlers = [];
            foreach (var subscription in _byFilter.Values)
            {
                if (message.SubscriptionIdentifiers.Count > 0 && !message.SubscriptionIdentifiers.Contains(subscription.Identifier))
                {
                    continue;
                }

                if (TopicFilter.Matches(subscription.Filter, message.Topic))
                {
                    handlers = handlers.Count == 0 ? subscription.Handlers : [.. handlers, .. subscription.Handlers];
                }
            }
            return handlers;
        }
    }

    public void Close(Exception cause)
    {
        lock (gate)
        {
            _closedBy = cause;
            foreach (var handler in _byFilter.Values.SelectMany(s => s.Handlers))
            {
                handler.Answer.TrySetException(cause);
            }

            _byFilter.Clear();
        }
    }

    private Task Request(LocalSubscription subscription)
    {
        var id = ids.Take();
        var exchange = new SubscriptionExchange(subscription, [.. subscription.Handlers]);
        _underWay.Add(id, exchange);
        _channel!.Write(new SubscribePacket(id, [new SubscriptionRequest(subscription.Filter) { MaximumQos = (byte)subscription.Qos }])
        {
            SubscriptionIdentifier = _identifiersAvailable ? subscription.Identifier : null,
        });
        return exchange.Answered.Task;
    }

    /// <summary>Derived from the filter (FNV-1a), so that a restarted program gives the identifiers that its resumed session already carries.</summary>
    private uint FreeIdentifier(string filter)
    {
        var hash = 2_166_136_261u;
        foreach (var c in filter)
        {
            hash = (hash ^ c) * 16_777_619u;
        }

        var identifier = (hash % LargestIdentifier) + 1;
        while (_byFilter.Values.Any(s => s.Identifier == identifier))
        {
            identifier = (identifier % LargestIdentifier) + 1;
        }

        return identifier;
    }
}
