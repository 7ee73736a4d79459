using System.Net.Sockets;

namespace ClosedLoop.Mqtt;

/// <content>The life of the connection: connect, greet, read, and again.</content>
public sealed partial class MqttTcpConnection
{
    private volatile TaskCompletionSource _stoppedReading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var before = _connects;
            Exception failure;
            try
            {
                await ServeAsync().ConfigureAwait(false);
                failure = new IOException("The broker closed the connection.");
            }
            catch (Exception caught)
            {
                // Whatever ended this connection, the policy is the same: say so, wait, connect again.
                failure = caught;
            }
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            if (failure is MqttProtocolException { ReasonCode: MqttReasonCode.SessionTakenOver })
            {
                _backoff.GoToLongest();
            }

            var wait = _backoff.Next();
            var kind = _connects > before ? MqttConnectionEventKind.Disconnected : MqttConnectionEventKind.ConnectFailed;
            Report(new MqttConnectionEvent(kind, _options.ClientId, $"{_address}: {_lostBecause ?? failure.Message}")
            {
                Connects = _connects,
                Cause = failure,
                NextAttempt = wait,
            });
            await Task.Delay(wait, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One connection from TCP to its end; returns when the broker closed it and throws when it failed.</summary>
    private async Task ServeAsync()
    {
        _lostBecause = null;
        using var deadline = new CancellationTokenSource(_connector.ConnectTimeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        try
        {
            var stream = await _dial(limit.Token).ConfigureAwait(false);
            var channel = new PacketChannel(stream, _time, _connector.MaximumPacketSize) { Opening = PacketType.ConnAck, OnWritten = _outgoing.Resume };
            await using (channel.ConfigureAwait(false))
            {
                _current = channel;
                var answer = await SayHelloAsync(channel, limit.Token).ConfigureAwait(false);
                await ServeConnectedAsync(channel, answer, deadline, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !_stopping.IsCancellationRequested)
        {
            throw new TimeoutException($"No connection within {_connector.ConnectTimeout.TotalSeconds:0.###} s.");
        }
        finally
        {
            _current = null;
        }
    }

    private async Task<Stream> ConnectTcpAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_address.Host, _address.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<ConnAckPacket> SayHelloAsync(PacketChannel channel, CancellationToken cancellationToken)
    {
        channel.Write(new ConnectPacket(_options.ClientId)
        {
            CleanStart = _options.CleanStart && _connects == 0,
            KeepAlive = _options.KeepAlive > TimeSpan.Zero ? (ushort)Math.Min(MessageMapping.Seconds(_options.KeepAlive), ushort.MaxValue) : (ushort)0,
            SessionExpiryInterval = _options.SessionExpiry > TimeSpan.Zero ? MessageMapping.Seconds(_options.SessionExpiry) : 0,
            ReceiveMaximum = _connector.ReceiveMaximum,
            MaximumPacketSize = _connector.MaximumPacketSize,
            Will = _options.Will?.Invoke(_connects + 1) is { } will ? MessageMapping.ToWill(will) : null,
        });
        var answer = await channel.ReadAsync(cancellationToken).ConfigureAwait(false) switch
        {
            ConnAckPacket packet => packet,
            null => throw new IOException("The broker closed the connection instead of answering."),
            var other => throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"The broker answers CONNECT with {other.Type}"),
        };
        if (answer.ReasonCode >= MqttReasonCode.UnspecifiedError)
        {
            throw new MqttProtocolException(answer.ReasonCode, $"The broker refuses the connection{(answer.ReasonString is { } why ? $": {why}" : "")}");
        }

        channel.MaximumOutgoing = answer.MaximumPacketSize ?? uint.MaxValue;
        return answer;
    }

    private async Task ServeConnectedAsync(PacketChannel channel, ConnAckPacket answer, CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        _stoppedReading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var over = new CancellationTokenSource();
        _incoming.BeginConnection(Interlocked.Increment(ref _connects), answer.SessionPresent);
        _outgoing.Attach(channel, answer);
        _acknowledged = true;
        var reading = ReadAllAsync(channel);
        var pinging = PingAsync(channel, answer, over.Token);
        var greeting = GreetAsync(channel, answer, deadline, cancellationToken);
        try
        {
            // While closing, the greeting fails because everything fails; the goodbye must still leave.
            if (await Task.WhenAny(reading, greeting).ConfigureAwait(false) == greeting && !_closing)
            {
                await greeting.ConfigureAwait(false);
            }

            await reading.ConfigureAwait(false);
        }
        finally
        {
            _acknowledged = false;
            _outgoing.Detach();
            _subscriptions.Detach();
            channel.Abort();
            await over.CancelAsync().ConfigureAwait(false);
            await pinging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Its publishes have failed with the connection. A callback that waits for something else must not keep the next connection from coming.
            await greeting.WaitAsync(_connector.ConnectTimeout, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task GreetAsync(PacketChannel channel, ConnAckPacket answer, CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        var number = _connects;
        await _subscriptions.AttachAsync(channel, answer).WaitAsync(cancellationToken).ConfigureAwait(false);
        deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        if (channel.IsClosed)
        {
            return;
        }

        if (_options.OnConnected is { } callback)
        {
            await new CallbackScope(this, isGreeting: true).RunAsync(() => callback(number)).ConfigureAwait(false);
        }

        if (channel.IsClosed)
        {
            return;
        }

        _backoff.Reset();
        Report(new MqttConnectionEvent(MqttConnectionEventKind.Connected, _options.ClientId, $"Connected to {_address}")
        {
            Connects = number,
            SessionPresent = answer.SessionPresent,
        });
        _outgoing.OpenForAll();
    }

    private async Task ReadAllAsync(PacketChannel channel)
    {
        try
        {
            while (await channel.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } packet)
            {
                switch (packet)
                {
                    case PublishPacket { Qos: > 1 }:
                        throw new MqttProtocolException(MqttReasonCode.ProtocolError, "The broker delivers QoS 2, which nobody subscribed to");
                    case PublishPacket { TopicAlias: not null }:
                        throw new MqttProtocolException(MqttReasonCode.TopicAliasInvalid, "The broker uses a topic alias, which was not offered");
                    case PublishPacket publish:
                        await _incoming.AddAsync(publish, channel).ConfigureAwait(false);
                        break;
                    case PubAckPacket acknowledgement: _outgoing.Acknowledge(acknowledgement); break;
                    case SubAckPacket answer: _subscriptions.Acknowledge(answer); break;
                    case PingRespPacket: break;
                    case DisconnectPacket goodbye:
                        channel.IsEndedByPeer = true;
                        throw new MqttProtocolException(goodbye.ReasonCode, $"The broker disconnects{(goodbye.ReasonString is { } why ? $": {why}" : "")}");
                    default:
                        throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"The broker sends {packet.Type}");
                }
            }
        }
        catch (MqttProtocolException ours) when (!channel.IsEndedByPeer)
        {
            channel.Write(new DisconnectPacket(ours.ReasonCode));
            await channel.CompleteAsync().WaitAsync(_connector.CloseTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        finally
        {
            _stoppedReading.TrySetResult();
        }
    }

    /// <summary>Pings before one side has been silent for the keep-alive; the answer, or anything else, must come in time.</summary>
    private async Task PingAsync(PacketChannel channel, ConnAckPacket answer, CancellationToken over)
    {
        var keepAlive = answer.ServerKeepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : _options.KeepAlive;
        if (keepAlive <= TimeSpan.Zero)
        {
            return;
        }

        var look = (keepAlive < _connector.PingTimeout ? keepAlive : _connector.PingTimeout) / 2;
        while (true)
        {
            await Task.Delay(look, _time, over).ConfigureAwait(false);
            if (channel.SinceReceived >= keepAlive + _connector.PingTimeout && !_incoming.IsBlocked)
            {
                break;
            }

            if (channel.SinceSent >= keepAlive - look || channel.SinceReceived >= keepAlive - look)
            {
                channel.Write(PingReqPacket.Instance);
            }
        }
        _lostBecause = $"no answer to a ping within {_connector.PingTimeout.TotalSeconds:0.###} s";
        channel.Abort();
    }
}
