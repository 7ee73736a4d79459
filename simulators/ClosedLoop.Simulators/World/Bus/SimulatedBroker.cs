using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>Sessions, subscriptions and retained messages: what a broker knows.</summary>
internal sealed class SimulatedBroker(SimulatedBus bus)
{
    private readonly Dictionary<string, BusSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RetainedMessage> _retained = new(StringComparer.Ordinal);

    public BusLink? LinkOf(string clientId) => _sessions.GetValueOrDefault(clientId)?.Link;

    public IReadOnlyList<MqttMessage> Retained() =>
        [.. _retained.Where(pair => IsFresh(pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.Message)];

    /// <summary>A client connects: its older connection, if any, is closed and its session taken over.</summary>
    public BusLink Accept(SimulatedConnection connection, bool cleanStart, MqttMessage? will)
    {
        var clientId = connection.Options.ClientId;
        if (LinkOf(clientId) is { } older)
        {
            Drop(older, publishWill: true);
            older.Client.Lose(older);
        }

        if (!_sessions.TryGetValue(clientId, out var session) || cleanStart || session.IsExpired(bus.Now))
        {
            // A will waits at most until its session ends.
            if (session?.WaitingWill is { } overdue)
            {
                PublishWill(session, overdue);
            }

            _sessions[clientId] = session = new BusSession(clientId);
        }

        session.WaitingWill = null;
        session.Expiry = connection.Options.SessionExpiry;
        session.Link = new BusLink(connection, session, will);
        bus.Tell(BusEventKind.Connected, clientId, "");
        foreach (var delivery in session.Pending.ToArray())
        {
            bus.Send(session.Link, delivery);
        }

        return session.Link;
    }

    public void Subscribe(BusLink link, MqttSubscription wanted)
    {
        var isNew = !link.Session.Subscriptions.ContainsKey(wanted.Filter);
        link.Session.Subscriptions[wanted.Filter] = wanted;
        if (wanted.RetainHandling == RetainHandling.Never || (wanted.RetainHandling == RetainHandling.OnlyIfNew && !isNew))
        {
            return;
        }

        foreach (var (topic, kept) in _retained)
        {
            if (TopicFilter.Matches(wanted.Filter, topic) && IsFresh(kept))
            {
                Send(link.Session, kept.Message with { Retain = true }, [wanted], kept.StoredAt);
            }
        }
    }

    public static void Unsubscribe(BusLink link, string filter) => link.Session.Subscriptions.Remove(filter);

    public MqttPublishOutcome Route(MqttMessage message, string from)
    {
        bus.Tell(BusEventKind.Published, from, message.Topic);
        if (message.Retain && message.Payload.IsEmpty)
        {
            _retained.Remove(message.Topic);
        }
        else if (message.Retain)
        {
            _retained[message.Topic] = new RetainedMessage(message, bus.Now);
        }

        var matched = false;
        foreach (var session in _sessions.Values)
        {
            if (session.IsExpired(bus.Now) || session.Matching(message.Topic, from) is not { Count: > 0 } wanted)
            {
                continue;
            }

            matched = true;
            Send(session, message with { Retain = message.Retain && wanted.Any(w => w.RetainAsPublished) }, wanted, bus.Now);
        }

        return matched || message.Qos == MqttQos.AtMostOnce ? MqttPublishOutcome.Accepted : MqttPublishOutcome.NoMatchingSubscribers;
    }

    /// <summary>The broker sees a connection end.</summary>
    public void Drop(BusLink link, bool publishWill)
    {
        if (!link.BrokerOpen)
        {
            return;
        }

        link.BrokerOpen = false;
        link.Session.Link = null;
        link.Session.DisconnectedAt = bus.Now;
        bus.Tell(BusEventKind.Disconnected, link.Session.ClientId, "");
        if (!publishWill || link.Will is not { } will)
        {
            return;
        }

        var (delay, expiry) = (link.Client.Options.WillDelay, link.Session.Expiry);
        if (delay <= TimeSpan.Zero)
        {
            PublishWill(link.Session, will);
            return;
        }

        link.Session.WaitingWill = will;
        bus.Scheduler.After(delay < expiry ? delay : expiry, null, () =>
        {
            if (ReferenceEquals(link.Session.WaitingWill, will))
            {
                PublishWill(link.Session, will);
            }
        });
    }

    /// <summary>The broker dies: connections break without wills.</summary>
    public void Crash(bool loseState)
    {
        foreach (var session in _sessions.Values.ToArray())
        {
            if (session.Link is not { } link)
            {
                continue;
            }

            Drop(link, publishWill: false);
            link.Client.Lose(link);
        }

        foreach (var session in _sessions.Values)
        {
            session.WaitingWill = null;
        }

        if (loseState)
        {
            _sessions.Clear();
            _retained.Clear();
        }
    }

    private void PublishWill(BusSession session, MqttMessage will)
    {
        session.WaitingWill = null;
        bus.Tell(BusEventKind.Will, session.ClientId, will.Topic);
        Route(will, session.ClientId);
    }

    private void Send(BusSession session, MqttMessage message, IReadOnlyList<MqttSubscription> wanted, DateTimeOffset storedAt)
    {
        var granted = wanted.Max(w => w.Qos);
        var delivery = new BusDelivery(message.Qos > granted ? message with { Qos = granted } : message, storedAt, [.. wanted.Select(w => w.Filter)]);
        if (delivery.Message.Qos == MqttQos.AtLeastOnce && !session.TryKeep(delivery))
        {
            bus.Tell(BusEventKind.Dropped, session.ClientId, message.Topic);
        }
        else if (session.Link is { } link)
        {
            bus.Send(link, delivery);
        }
    }

    private bool IsFresh(RetainedMessage kept) => kept.Message.Expiry is not { } expiry || bus.Now - kept.StoredAt < expiry;
}
