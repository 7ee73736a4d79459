using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <content>What is to be published: sent at once, or kept until it is acknowledged, given up or overdue.</content>
internal sealed partial class SimulatedConnection
{
    private ValueTask<MqttPublishOutcome> Publish(MqttMessage message, CancellationToken cancellationToken)
    {
        var direct = _link is { } open && !_bus.Faults.PublishLatency && open.BlockedUntil <= _bus.Now ? open : null;
        if (direct is not null && _bus.Publish(direct, message) is { } outcome)
        {
            return ValueTask.FromResult(outcome);
        }

        if (message.Qos == MqttQos.AtMostOnce && (direct is not null || _link is not null))
        {
            if (direct is null)
            {
                _bus.PublishSlowly(_link!, message, _ => { });
            }

            return ValueTask.FromResult(MqttPublishOutcome.Accepted);
        }

        if (_link is null && IsFull(message))
        {
            return ValueTask.FromResult(MqttPublishOutcome.QueueFull);
        }

        var publish = new OutgoingPublish(message, _bus.Now);
        _outgoing.Add(publish);
        publish.Cancellation = cancellationToken.Register(() =>
        {
            _outgoing.Remove(publish);
            publish.Release();
            publish.Acknowledged.TrySetCanceled(cancellationToken);
        });
        SetDeadline(publish);
        if (_link is { } link && direct is null)
        {
            Transmit(link, publish);
        }

        return new ValueTask<MqttPublishOutcome>(publish.Acknowledged.Task);
    }

    private bool IsFull(MqttMessage next) =>
        _outgoing.Count >= Options.MaximumWaiting
        || (_outgoing.Count > 0 && _outgoing.Sum(p => (long)p.Message.Payload.Length) + next.Payload.Length > Options.MaximumWaitingBytes);

    /// <summary>It waits as long as the options allow, and before it is sent no longer than its expiry.</summary>
    private void SetDeadline(OutgoingPublish publish)
    {
        var limit = Options.PublishTimeout;
        var expiry = publish.Message.Expiry ?? Timeout.InfiniteTimeSpan;
        var first = limit == Timeout.InfiniteTimeSpan || (expiry >= TimeSpan.Zero && expiry < limit) ? expiry : limit;
        publish.Deadline = Process.Time.CreateTimer(
            _ =>
            {
                if (publish.Sent && _bus.Now - publish.QueuedAt is var waited && (limit == Timeout.InfiniteTimeSpan || waited < limit))
                {
                    // It was sent before it expired; what counts now is the acknowledgement.
                    publish.Deadline!.Change(limit == Timeout.InfiniteTimeSpan ? limit : limit - waited, Timeout.InfiniteTimeSpan);
                    return;
                }

                var expired = !publish.Sent && publish.Message.Expiry <= _bus.Now - publish.QueuedAt;
                Acknowledge(publish, expired ? MqttPublishOutcome.Expired : MqttPublishOutcome.TimedOut);
            },
            null,
            first,
            Timeout.InfiniteTimeSpan);
    }

    private void SendAgain(BusLink link)
    {
        foreach (var publish in _outgoing.ToArray())
        {
            if (!ReferenceEquals(link, _link))
            {
                return;
            }

            Transmit(link, publish);
        }
    }

    private void Transmit(BusLink link, OutgoingPublish publish)
    {
        var slow = _bus.Faults.PublishLatency || link.BlockedUntil > _bus.Now;
        publish.Sent = true;
        if (publish.Message.Qos == MqttQos.AtMostOnce)
        {
            if (slow)
            {
                _bus.PublishSlowly(link, publish.Message, _ => { });
            }
            else
            {
                _bus.Publish(link, publish.Message);
            }

            Acknowledge(publish, MqttPublishOutcome.Accepted);
        }
        else if (slow)
        {
            _bus.PublishSlowly(link, publish.Message, outcome => Acknowledge(publish, outcome));
        }
        else if (_bus.Publish(link, publish.Message) is { } outcome)
        {
            Acknowledge(publish, outcome);
        }
    }

    private void Acknowledge(OutgoingPublish publish, MqttPublishOutcome outcome)
    {
        publish.Release();
        _outgoing.Remove(publish);
        publish.Acknowledged.TrySetResult(outcome);
    }
}
