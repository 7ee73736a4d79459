using System.Threading.Channels;

namespace ClosedLoop.Mqtt;

/// <summary>
/// The queue between the socket and the handlers, and its one reader. A message is acknowledged when its handlers have returned, so a slow handler slows the
/// broker down and not the memory up. It outlives connections: what was received is handed over even if the connection is gone meanwhile.
/// </summary>
internal sealed class IncomingMessages(
    MqttTcpConnectorOptions options, TimeProvider time, LocalSubscriptions subscriptions, Action<MqttConnectionEventKind, string, Exception?> report)
{
    // Null asks the reader to look again at what nobody claimed.
    private readonly Channel<ReceivedMessage?> _queue = Channel.CreateBounded<ReceivedMessage?>(
        new BoundedChannelOptions(options.ReceiveMaximum) { SingleReader = true });
    private readonly List<ReceivedMessage> _unclaimed = [];
    private long _connect;
    private long _sessionBegan;
    private bool _resumedByProgram;
    private volatile bool _blocked;
    private volatile bool _closed;

    /// <summary>Whether the socket waits for the handlers, so that its silence proves nothing.</summary>
    public bool IsBlocked => _blocked;

    public void BeginConnection(long number, bool sessionPresent)
    {
        if (!sessionPresent)
        {
            Volatile.Write(ref _sessionBegan, number);
        }

        if (number == 1)
        {
            _resumedByProgram = sessionPresent;
        }

        Volatile.Write(ref _connect, number);
    }

    public async ValueTask AddAsync(PublishPacket packet, PacketChannel source)
    {
        var message = new ReceivedMessage(packet, source, Volatile.Read(ref _connect), time.GetTimestamp());
        if (_queue.Writer.TryWrite(message))
        {
            return;
        }

        _blocked = true;
        try
        {
            await _queue.Writer.WriteAsync(message).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // Not acknowledged, so it stays with the broker's session.
        }
        finally
        {
            _blocked = false;
        }
    }

    /// <summary>A handler was added that may claim what is held back.</summary>
    public void Reconsider() => _queue.Writer.TryWrite(null);

    public async Task RunAsync()
    {
        while (await WaitAsync().ConfigureAwait(false))
        {
            while (!_closed && _queue.Reader.TryRead(out var message))
            {
                await ClaimAsync().ConfigureAwait(false);
                if (message is { } received)
                {
                    await HandleAsync(received).ConfigureAwait(false);
                }
            }
            await ClaimAsync().ConfigureAwait(false);
        }
    }

    public void Close()
    {
        _closed = true;
        _queue.Writer.TryComplete();
    }

    /// <summary>Waits for a message, or, with messages held back, for the end of their time; false when closed.</summary>
    private async ValueTask<bool> WaitAsync()
    {
        if (_unclaimed.Count == 0)
        {
            return await _queue.Reader.WaitToReadAsync().ConfigureAwait(false) && !_closed;
        }

        using var limit = new CancellationTokenSource(options.UnclaimedHold, time);
        try
        {
            return await _queue.Reader.WaitToReadAsync(limit.Token).ConfigureAwait(false) && !_closed;
        }
        catch (OperationCanceledException)
        {
            // Held long enough: the caller looks at the times.
            return !_closed;
        }
    }

    private async ValueTask HandleAsync(ReceivedMessage message)
    {
        if (WillComeAgain(message))
        {
            return;
        }

        var handlers = subscriptions.Route(message.Packet);
        if (handlers.Count > 0)
        {
            await DeliverAsync(message, handlers).ConfigureAwait(false);
        }
        else if (message.Packet.Qos > 0 && _resumedByProgram && message.Connect == 1 && _unclaimed.Count < options.ReceiveMaximum / 2)
        {
            _unclaimed.Add(message);
        }
        else
        {
            Drop(message);
        }
    }

    private async ValueTask ClaimAsync()
    {
        for (var i = 0; i < _unclaimed.Count && !_closed;)
        {
            var message = _unclaimed[i];
            var handlers = subscriptions.Route(message.Packet);
            var late = time.GetElapsedTime(message.ReceivedAt) >= options.UnclaimedHold;
            if (handlers.Count == 0 && !late && !WillComeAgain(message))
            {
                i++;
                continue;
            }
            _unclaimed.RemoveAt(i);
            if (WillComeAgain(message))
            {
                continue;
            }

            if (handlers.Count > 0)
            {
                await DeliverAsync(message, handlers).ConfigureAwait(false);
            }
            else
            {
                Drop(message);
            }
        }
    }

    /// <summary>Received on an earlier connection of a session that still lives: the broker has no acknowledgement and sends it again.</summary>
    private bool WillComeAgain(ReceivedMessage message) =>
        message.Packet.Qos > 0 && message.Connect < Volatile.Read(ref _connect) && message.Connect >= Volatile.Read(ref _sessionBegan);

    private void Drop(ReceivedMessage message)
    {
        if (message.Packet.Qos > 0)
        {
            message.Source.Write(new OutgoingPubAck(message.Packet.PacketId));
        }

        report(MqttConnectionEventKind.MessageUnclaimed, $"No handler for a message on {message.Packet.Topic}", null);
    }

    private async ValueTask DeliverAsync(ReceivedMessage message, IReadOnlyList<SubscriptionHandler> handlers)
    {
        var reason = MqttReasonCode.Success;
        var content = MessageMapping.ToMessage(message.Packet);
        for (var i = 0; i < handlers.Count; i++)
        {
            try
            {
                await handlers[i].OnMessage(content).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                // The border to foreign code: one failing handler must stop neither the others nor the connection.
                reason = MqttReasonCode.ImplementationSpecificError;
                report(MqttConnectionEventKind.HandlerFailed, $"A handler failed on {content.Topic}: {failure.Message}", failure);
            }
        }
        if (message.Packet.Qos > 0)
        {
            message.Source.Write(new OutgoingPubAck(message.Packet.PacketId, reason));
        }
    }
}
