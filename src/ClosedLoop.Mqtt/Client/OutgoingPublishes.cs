namespace ClosedLoop.Mqtt;

/// <summary>
/// Everything that waits to be published or acknowledged. QoS 1 messages stay here until acknowledged and are sent again, in their first order, on every new
/// connection; what was never sent keeps the order in which it was given.
/// </summary>
internal sealed class OutgoingPublishes(TimeProvider time, Lock gate, PacketIds ids, UnsavedPublishes unsaved)
{
    private const int LongestBacklog = 1024 * 1024;

    // Leaves packet identifiers for subscriptions, whatever the broker would take.
    private const int MostInFlight = 32_767;
    private readonly Queue<PendingPublish> _greetings = new();
    private readonly Queue<PendingPublish> _waiting = new();
    private readonly Queue<PendingPublish> _again = new();
    private readonly Queue<PendingPublish> _restored = new();
    private readonly Dictionary<ushort, PendingPublish> _inFlight = [];
    private PacketChannel? _channel;
    private ConnAckPacket? _limits;
    private bool _openForAll;
    private bool _duplicate;
    private int _room;
    private long _sent;
    private long _lostAt;
    private Exception? _closedBy;

    public void Enqueue(PendingPublish publish)
    {
        lock (gate)
        {
            if (_closedBy is not null)
            {
                publish.Fail(_closedBy);
            }
            else if (!publish.IsGreeting)
            {
                Append(publish);
            }
            else if (_channel is null)
            {
                publish.Fail(Lost());
            }
            else
            {
                _greetings.Enqueue(publish);
            }

            Pump();
        }
    }

    /// <summary>A new connection is there. Until <see cref="OpenForAll"/> only greetings leave.</summary>
    public void Attach(PacketChannel connected, ConnAckPacket answer)
    {
        lock (gate)
        {
            (_channel, _limits, _openForAll) = (connected, answer, false);
            _room = Math.Min((int)(answer.ReceiveMaximum ?? ushort.MaxValue), MostInFlight);
            _duplicate = answer.SessionPresent;
            foreach (var publish in unsaved.TakeLost(_lostAt))
            {
                publish.IsUnsaved = true;
                _restored.Enqueue(publish);
            }

            _again.Clear();
            foreach (var publish in _inFlight.Values.OrderBy(p => p.Order).ToList())
            {
                // A new session knows nothing of what was in flight; there is no reason to send what nobody waits for.
                if (publish.IsAbandoned && !_duplicate)
                {
                    Forget(publish);
                }
                else
                {
                    _again.Enqueue(publish);
                }
            }
        }
    }

    public void OpenForAll()
    {
        lock (gate)
        {
            _openForAll = true;
            Pump();
        }
    }

    /// <summary>The connection is lost. What was sent and not acknowledged waits for the next one, except the greetings.</summary>
    public void Detach()
    {
        lock (gate)
        {
            (_channel, _limits, _openForAll) = (null, null, false);
            _lostAt = time.GetTimestamp();
            foreach (var publish in _inFlight.Values.Where(p => p.IsGreeting).ToList())
            {
                Forget(publish);
                publish.Fail(Lost());
            }
            while (_greetings.TryDequeue(out var publish))
            {
                publish.Fail(Lost());
            }
        }
    }

    public void Acknowledge(PubAckPacket acknowledgement)
    {
        lock (gate)
        {
            // An acknowledgement of something already acknowledged is harmless: a resend may be answered twice.
            if (!_inFlight.TryGetValue(acknowledgement.PacketId, out var publish))
            {
                return;
            }

            Forget(publish);
            _room++;
            unsaved.Acknowledged(publish);
            publish.Finish(acknowledgement.ReasonCode switch
            {
                MqttReasonCode.NoMatchingSubscribers => MqttPublishOutcome.NoMatchingSubscribers,
                >= MqttReasonCode.UnspecifiedError => MqttPublishOutcome.Refused,
                _ => MqttPublishOutcome.Accepted,
            });
            Pump();
        }
    }

    public void Resume()
    {
        lock (gate)
        {
            Pump();
        }
    }

    /// <summary>Nothing leaves any more; everyone who waits is told.</summary>
    public void Close(Exception cause)
    {
        lock (gate)
        {
            _closedBy = cause;
            foreach (var publish in _inFlight.Values.Concat(_greetings).Concat(_waiting))
            {
                publish.Fail(cause);
            }

            _inFlight.Clear();
            _greetings.Clear();
            _waiting.Clear();
            _again.Clear();
            _restored.Clear();
        }
    }

    /// <summary>While there is no connection, what callers gave up must not pile up before what they still want.</summary>
    private void Append(PendingPublish publish)
    {
        while (_waiting.TryPeek(out var oldest) && oldest.IsAbandoned)
        {
            _waiting.Dequeue();
        }

        _waiting.Enqueue(publish);
    }

    private static IOException Lost() => new("The connection was lost before the message was acknowledged; it belonged to that connection.");

    private void Forget(PendingPublish publish)
    {
        _inFlight.Remove(publish.PacketId);
        ids.Release(publish.PacketId);
    }

    private void Pump()
    {
        while (_channel is { IsClosed: false } && Next() is { } queue)
        {
            if (_channel.Backlog > LongestBacklog)
            {
                return;
            }

            var publish = queue.Peek();
            var repeated = ReferenceEquals(queue, _again);
            if (repeated ? _inFlight.GetValueOrDefault(publish.PacketId) != publish : publish.IsAbandoned)
            {
                queue.Dequeue();
            }
            else if (publish.Message.Qos == MqttQos.AtMostOnce || _room > 0)
            {
                Send(queue.Dequeue(), repeated);
            }
            else
            {
                return;
            }
        }
    }

    private Queue<PendingPublish>? Next()
    {
        if (_greetings.Count > 0)
        {
            return _greetings;
        }

        if (!_openForAll)
        {
            return null;
        }

        if (_restored.Count > 0)
        {
            return _restored;
        }

        if (_again.Count > 0)
        {
            return _again;
        }

        return _waiting.Count > 0 ? _waiting : null;
    }

    private void Send(PendingPublish publish, bool repeated)
    {
        var message = publish.Message;
        uint? expiry = null;
        if (message.Expiry is { } limit)
        {
            var left = limit - time.GetElapsedTime(publish.QueuedAt);
            if (left <= TimeSpan.Zero && !repeated)
            {
                publish.Finish(MqttPublishOutcome.Expired);
                return;
            }
            expiry = MessageMapping.Seconds(left);
        }
        if (Refusal(message) is { } refusal)
        {
            publish.Fail(refusal);
            return;
        }
        var reliable = message.Qos == MqttQos.AtLeastOnce;
        if (reliable && !repeated)
        {
            publish.PacketId = ids.Take();
            publish.Order = _sent++;
            _inFlight.Add(publish.PacketId, publish);
        }
        if (Unsendable(MessageMapping.ToPacket(message, publish.PacketId, expiry, repeated && _duplicate)) is { } reason)
        {
            if (reliable)
            {
                Forget(publish);
            }

            publish.Fail(reason);
        }
        else if (reliable)
        {
            _room--;
        }
        else
        {
            publish.Finish(MqttPublishOutcome.Accepted);
        }
    }

    private Exception? Unsendable(PublishPacket packet)
    {
        try
        {
            return _channel!.Write(packet)
                ? null
                : new MqttProtocolException(MqttReasonCode.PacketTooLarge, $"The message on {packet.Topic} is longer than the broker accepts");
        }
        catch (ArgumentException invalid)
        {
            // A text that is too long or not Unicode: the fault of this message, not of whoever happens to move the queue.
            return invalid;
        }
    }

    private MqttProtocolException? Refusal(MqttMessage message) =>
        message.Qos == MqttQos.AtLeastOnce && _limits!.MaximumQos == 0 ? new(MqttReasonCode.QosNotSupported, "The broker takes only QoS 0")
        : message.Retain && _limits!.RetainAvailable == false ? new(MqttReasonCode.RetainNotSupported, "The broker keeps no retained messages")
        : null;
}
