namespace ClosedLoop.Mqtt;

/// <summary>
/// The filters of one connection. Each filter has an identifier that travels with the subscription, and the broker repeats it with each message, so a message
/// reaches exactly the handlers whose filters it was delivered for, whether the broker sends one copy for overlapping filters or several. Without identifiers
/// (the broker has none) the topic decides, and a broker that sends several copies makes duplicates.
/// </summary>
internal sealed class LocalSubscriptions(Lock gate, PacketIds ids, Action<string, Exception> onRefused)
{
    private readonly Dictionary<string, LocalSubscription> _byFilter = new(StringComparer.Ordinal);
    private readonly Dictionary<ushort, SubscriptionExchange> _underWay = [];
    private readonly Dictionary<ushort, SubscriptionEnding> _ending = [];

    // What the broker's session may still hold although nobody wants it.
    private readonly HashSet<string> _unwanted = new(StringComparer.Ordinal);
    private PacketChannel? _channel;
    private ConnAckPacket? _limits;
    private Exception? _closedBy;

    public SubscriptionHandler Add(MqttSubscription wanted, Func<MqttMessage, ValueTask> onMessage)
    {
        var handler = new SubscriptionHandler(onMessage);
        lock (gate)
        {
            if (_closedBy is not null)
            {
                handler.Answer.SetException(_closedBy);
                return handler;
            }
            if (_byFilter.TryGetValue(wanted.Filter, out var subscription))
            {
                subscription.Join(wanted);
            }
            else
            {
                _byFilter.Add(wanted.Filter, subscription = new LocalSubscription(wanted, FreeIdentifier(wanted.Filter)));
            }

            subscription.Granted = false;
            subscription.Handlers.Add(handler);
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
            if (_byFilter.TryGetValue(filter, out var subscription) && subscription.Handlers.Remove(handler) && subscription.Handlers.Count == 0)
            {
                End(filter);
            }
        }
    }

    /// <summary>Takes all handlers of a filter back. The task ends when the broker has answered, or at once without a connection.</summary>
    public Task RemoveAsync(string filter)
    {
        lock (gate)
        {
            if (_closedBy is not null)
            {
                return Task.FromException(_closedBy);
            }

            if (!_byFilter.TryGetValue(filter, out var subscription))
            {
                return Task.CompletedTask;
            }

            foreach (var handler in subscription.Handlers)
            {
                handler.Answer.TrySetException(new OperationCanceledException($"The subscription to {filter} was ended before the broker had granted it."));
            }

            return End(filter);
        }
    }

    /// <summary>A new connection: asks for everything that the broker's session does not hold. The task ends when it has answered.</summary>
    public Task AttachAsync(PacketChannel connected, ConnAckPacket answer)
    {
        lock (gate)
        {
            (_channel, _limits) = (connected, answer);
            var asked = new List<Task>();
            if (!answer.SessionPresent)
            {
                _unwanted.Clear();
            }

            foreach (var filter in _unwanted.ToList())
            {
                asked.Add(Unsubscribe(filter));
            }

            foreach (var subscription in _byFilter.Values.ToList())
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
            (_channel, _limits) = (null, null);
            foreach (var (id, exchange) in _underWay)
            {
                ids.Release(id);
                exchange.Answered.TrySetResult();
            }
            foreach (var (id, ending) in _ending)
            {
                ids.Release(id);
                ending.Answered.TrySetResult();
            }
            _underWay.Clear();
            _ending.Clear();
        }
    }

    public void Acknowledge(SubAckPacket answer)
    {
        lock (gate)
        {
            if (!_underWay.Remove(answer.PacketId, out var exchange))
            {
                throw new MqttProtocolException(MqttReasonCode.ProtocolError, "The broker answers a subscription that was not asked for");
            }

            ids.Release(answer.PacketId);
            var code = answer.ReasonCodes[0];
            if (code < MqttReasonCode.UnspecifiedError)
            {
                exchange.Subscription.Granted = true;
                foreach (var handler in exchange.Handlers)
                {
                    handler.Answer.TrySetResult();
                }
            }
            else
            {
                var why = answer.ReasonString is { } text ? $": {text}" : "";
                Refuse(exchange, new MqttProtocolException(code, $"The broker refuses the subscription to {exchange.Subscription.Filter}{why}"));
            }
            exchange.Answered.TrySetResult();
        }
    }

    public void Acknowledge(UnsubAckPacket answer)
    {
        lock (gate)
        {
            if (!_ending.Remove(answer.PacketId, out var ending))
            {
                throw new MqttProtocolException(MqttReasonCode.ProtocolError, "The broker answers the end of a subscription that was not asked for");
            }

            // Whatever it says: there is nothing more that a client could do.
            ids.Release(answer.PacketId);
            _unwanted.Remove(ending.Filter);
            ending.Answered.TrySetResult();
        }
    }

    /// <summary>The handlers that a message was delivered for; empty if there is none (any more, or yet).</summary>
    public IReadOnlyList<SubscriptionHandler> Route(PublishPacket message)
    {
        lock (gate)
        {
            List<SubscriptionHandler>? handlers = null;
            foreach (var subscription in _byFilter.Values)
            {
                if (message.SubscriptionIdentifiers.Count > 0 && !message.SubscriptionIdentifiers.Contains(subscription.Identifier))
                {
                    continue;
                }

                if (subscription.Matches(message.Topic))
                {
                    (handlers ??= []).AddRange(subscription.Handlers);
                }
            }
            return handlers ?? (IReadOnlyList<SubscriptionHandler>)[];
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
        var exchange = new SubscriptionExchange(subscription, [.. subscription.Handlers]);
        if (Unavailable(subscription.Filter) is { } unavailable)
        {
            Refuse(exchange, unavailable);
            return Task.CompletedTask;
        }

        var wanted = subscription.Wanted;
        var request = new SubscriptionRequest(wanted.Filter)
        {
            MaximumQos = (byte)wanted.Qos,
            NoLocal = wanted.NoLocal,
            RetainAsPublished = wanted.RetainAsPublished,
            RetainHandling = wanted.RetainHandling,
        };
        var id = ids.Take();
        _underWay.Add(id, exchange);
        _unwanted.Remove(subscription.Filter);
        var identifier = _channel!.Version == MqttVersion.V5 && (_limits!.SubscriptionIdentifiersAvailable ?? true) ? subscription.Identifier : (uint?)null;
        if (!_channel.Write(new SubscribePacket(id, [request]) { SubscriptionIdentifier = identifier }))
        {
            ids.Release(id);
            _underWay.Remove(id);
            Refuse(exchange, new MqttProtocolException(
                MqttReasonCode.PacketTooLarge, $"{wanted.Filter} is too long a filter: the broker accepts {_channel.MaximumOutgoing} bytes"));
            return Task.CompletedTask;
        }

        return exchange.Answered.Task;
    }

    /// <summary>What the broker has announced not to offer is not asked for: it may end the connection for that, again and again.</summary>
    private MqttProtocolException? Unavailable(string filter) =>
        _limits!.SharedSubscriptionAvailable == false && TopicFilter.IsShared(filter)
            ? new(MqttReasonCode.SharedSubscriptionsNotSupported, $"The broker has no shared subscriptions such as {filter}")
        : _limits.WildcardSubscriptionAvailable == false && filter.AsSpan().ContainsAny('+', '#')
            ? new(MqttReasonCode.WildcardSubscriptionsNotSupported, $"The broker has no subscriptions with wildcards such as {filter}")
        : null;

    /// <summary>Those who wait for the grant are told; a handler that had been granted before stays, and asks again at the next connect.</summary>
    private void Refuse(SubscriptionExchange exchange, MqttProtocolException refusal)
    {
        foreach (var handler in exchange.Handlers)
        {
            if (handler.Answer.TrySetException(refusal) && exchange.Subscription.Handlers.Remove(handler) && exchange.Subscription.Handlers.Count == 0)
            {
                _byFilter.Remove(exchange.Subscription.Filter);
            }
        }

        onRefused(exchange.Subscription.Filter, refusal);
    }

    private Task End(string filter)
    {
        _byFilter.Remove(filter);
        _unwanted.Add(filter);
        return _channel is null ? Task.CompletedTask : Unsubscribe(filter);
    }

    private Task Unsubscribe(string filter)
    {
        var id = ids.Take();
        var ending = new SubscriptionEnding(filter);
        _ending.Add(id, ending);
        _channel!.Write(new UnsubscribePacket(id, [filter]));
        return ending.Answered.Task;
    }

    private uint FreeIdentifier(string filter)
    {
        var identifier = LocalSubscription.IdentifierOf(filter);
        while (_byFilter.Values.Any(s => s.Identifier == identifier))
        {
            identifier = (identifier % LocalSubscription.LargestIdentifier) + 1;
        }

        return identifier;
    }
}
