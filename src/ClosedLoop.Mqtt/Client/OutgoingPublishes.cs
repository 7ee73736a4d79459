namespace ClosedLoop.Mqtt;

/// <summary>
/// Everything that waits to be published or acknowledged. QoS 1 messages stay here until acknowledged and are sent again, in their first order, on every new
/// connection; what was never sent keeps the order in which it was given.
/// </summary>
internal sealed class OutgoingPublishes
{
    private const int LongestBacklog = 1024 * 1024;

    // Leaves packet identifiers for subscriptions, whatever the broker would take.
    private const int MostInFlight = 32_767;
    private readonly PublishQueue _greetings = new();
    private readonly PublishQueue _waiting = new();
    private readonly PublishQueue _again = new();
    private readonly Dictionary<ushort, PendingPublish> _inFlight = [];
    private readonly TimeProvider _time;
    private readonly Lock _gate;
    private readonly PacketIds _ids;
    private readonly MqttConnectionOptions _options;
    private readonly PublishAlarm _alarm;
    private readonly Action<string, Exception> _onRefused;
    private PacketChannel? _channel;
    private ConnAckPacket? _limits;
    private bool _openForAll;
    private bool _duplicate;
    private int _room;
    private long _sent;
    private Exception? _closedBy;

    public OutgoingPublishes(TimeProvider time, Lock gate, PacketIds ids, MqttConnectionOptions options, Action<string, Exception> onRefused)
    {
        (_time, _gate, _ids, _options, _onRefused) = (time, gate, ids, options, onRefused);
        _alarm = new PublishAlarm(time, options.PublishTimeout, EndOverdue);
    }

    public void Enqueue(PendingPublish publish)
    {
        lock (_gate)
        {
            if (_closedBy is not null)
            {
                publish.Fail(_closedBy);
            }
            else if (publish.IsGreeting && _channel is null)
            {
                publish.Fail(Lost());
            }
            else if (!(publish.IsGreeting ? _greetings : _waiting).TryEnqueue(publish, _options.MaximumWaiting, _options.MaximumWaitingBytes))
            {
                publish.Finish(MqttPublishOutcome.QueueFull);
            }

            Pump();
            if (!publish.IsAbandoned)
            {
                _alarm.SetForNewest(publish);
            }
        }
    }

    /// <summary>A new connection is there. Until <see cref="OpenForAll"/> only greetings leave.</summary>
    public void Attach(PacketChannel connected, ConnAckPacket answer)
    {
        lock (_gate)
        {
            (_channel, _limits, _openForAll) = (connected, answer, false);
            _room = Math.Min((int)(answer.ReceiveMaximum ?? ushort.MaxValue), MostInFlight);
            _duplicate = answer.SessionPresent;
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
        lock (_gate)
        {
            _openForAll = true;
            Pump();
        }
    }

    /// <summary>The connection is lost. What was sent and not acknowledged waits for the next one, except the greetings.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            (_channel, _limits, _openForAll) = (null, null, false);
            foreach (var publish in _inFlight.Values.Where(p => p.IsGreeting).ToList())
            {
                Forget(publish);
                publish.Fail(Lost());
            }
            foreach (var publish in _greetings)
            {
                publish.Fail(Lost());
            }
            _greetings.Clear();
        }
    }

    public void Acknowledge(PubAckPacket acknowledgement)
    {
        lock (_gate)
        {
            // An acknowledgement of something already acknowledged is harmless: a resend may be answered twice.
            if (!_inFlight.TryGetValue(acknowledgement.PacketId, out var publish))
            {
                return;
            }

            Forget(publish);
            _room++;
            var outcome = MessageMapping.ToOutcome(acknowledgement.ReasonCode);
            publish.Finish(outcome);
            if (outcome == MqttPublishOutcome.Refused)
            {
                _onRefused(publish.Message.Topic, MessageMapping.ToException(acknowledgement));
            }
            Pump();
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            Pump();
        }
    }

    /// <summary>Nothing leaves any more; everyone who waits is told.</summary>
    public void Close(Exception cause)
    {
        lock (_gate)
        {
            _closedBy = cause;
            _alarm.End();
            foreach (var publish in _inFlight.Values.Concat(_greetings).Concat(_waiting))
            {
                publish.Fail(cause);
            }

            _inFlight.Clear();
            _greetings.Clear();
            _waiting.Clear();
            _again.Clear();
        }
    }

    /// <summary>The alarm rang: whoever has waited long enough is told so, and it is set for the next.</summary>
    private void EndOverdue()
    {
        lock (_gate)
        {
            if (_closedBy is not null)
            {
                return;
            }

            _alarm.Silence();
            foreach (var publish in _inFlight.Values.Concat(_greetings).Concat(_waiting).Where(p => !p.IsAbandoned))
            {
                if (_alarm.Left(publish) <= TimeSpan.Zero)
                {
                    var expired = publish.PacketId == 0 && publish.Message.Expiry <= _time.GetElapsedTime(publish.QueuedAt);
                    publish.Finish(expired ? MqttPublishOutcome.Expired : MqttPublishOutcome.TimedOut);
                }
                else
                {
                    _alarm.SetFor(publish);
                }
            }
            _waiting.DropAbandoned();
        }
    }

    private static IOException Lost() => new("The connection was lost before the message was acknowledged; it belonged to that connection.");

    private void Forget(PendingPublish publish)
    {
        _inFlight.Remove(publish.PacketId);
        _ids.Release(publish.PacketId);
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

    private PublishQueue? Next() =>
        _greetings.Count > 0 ? _greetings
        : !_openForAll ? null
        : _again.Count > 0 ? _again
        : _waiting.Count > 0 ? _waiting
        : null;

    private void Send(PendingPublish publish, bool repeated)
    {
        var (message, expiry) = (publish.Message, (uint?)null);
        if (message.Expiry is { } limit)
        {
            var left = limit - _time.GetElapsedTime(publish.QueuedAt);
            if (left <= TimeSpan.Zero && !repeated)
            {
                publish.Finish(MqttPublishOutcome.Expired);
                return;
            }
            expiry = MessageMapping.Seconds(left);
        }
        if (MessageMapping.Refusal(message, _limits!) is { } refusal)
        {
            if (repeated)
            {
                Forget(publish);
            }

            publish.Fail(refusal);
            return;
        }
        var reliable = message.Qos == MqttQos.AtLeastOnce;
        if (reliable && !repeated)
        {
            publish.PacketId = _ids.Take();
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
            return _channel!.Write(packet) ? null : MessageMapping.TooLong(packet, _channel);
        }
        catch (ArgumentException invalid)
        {
            // A text that is too long or not Unicode: the fault of this message, not of whoever happens to move the queue.
            return invalid;
        }
    }
}
