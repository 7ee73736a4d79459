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

            var needsPerson = ConnectFailure.NeedsPerson(failure);
            if (needsPerson)
            {
                // Asking again soon would lock an account, or start a fight for the session with the client that has it now.
                _backoff.GoToLongest();
            }

            var wait = _backoff.Next();
            var kind = _connects > before ? MqttConnectionEventKind.Disconnected : MqttConnectionEventKind.ConnectFailed;
            Report(new MqttConnectionEvent(kind, _options.ClientId, $"{_address}: {_lostBecause ?? failure.Message}")
            {
                Connects = _connects,
                Cause = failure,
                NextAttempt = wait,
                NeedsPerson = needsPerson,
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
            if (_connects == 0 && _hello.MustWipe)
            {
                await using var older = (await OpenAsync(limit.Token).ConfigureAwait(false)).ConfigureAwait(false);
                await _hello.WipeAsync(_current!, limit.Token).ConfigureAwait(false);
            }

            var channel = await OpenAsync(limit.Token).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
            {
                var answer = await _hello.SayAsync(channel, _connects + 1, limit.Token).ConfigureAwait(false);
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

    private async Task<PacketChannel> OpenAsync(CancellationToken cancellationToken)
    {
        var stream = await _dial(cancellationToken).ConfigureAwait(false);
        return _current = new PacketChannel(stream, _time, _connector.MaximumPacketSize) { OnWritten = _outgoing.Resume };
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
                        throw new MqttProtocolException(MqttReasonCode.QosNotSupported, "The broker delivers QoS 2, which nobody subscribed to");
                    case PublishPacket { TopicAlias: not null }:
                        throw new MqttProtocolException(MqttReasonCode.TopicAliasInvalid, "The broker uses a topic alias, which was not offered");
                    case PublishPacket publish:
                        await _incoming.AddAsync(publish, channel).ConfigureAwait(false);
                        break;
                    case PubAckPacket acknowledgement: _outgoing.Acknowledge(acknowledgement); break;
                    case SubAckPacket answer: _subscriptions.Acknowledge(answer); break;
                    case UnsubAckPacket answer: _subscriptions.Acknowledge(answer); break;
                    case PingRespPacket: break;
                    case DisconnectPacket goodbye:
                        channel.IsEndedByPeer = true;
                        throw new MqttProtocolException(goodbye.ReasonCode, Goodbye(goodbye));
                    default:
                        throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"The broker sends {packet.Type}");
                }
            }
        }
        catch (MqttProtocolException ours) when (!channel.IsEndedByPeer)
        {
            if (channel.Version == MqttVersion.V5)
            {
                // In 3.1.1 a goodbye has no reason, and would keep the will back.
                channel.Write(new DisconnectPacket(ours.ReasonCode));
            }

            await channel.CompleteAsync().WaitAsync(_connector.CloseTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        finally
        {
            _stoppedReading.TrySetResult();
        }
    }

    private string Goodbye(DisconnectPacket goodbye)
    {
        var words = ConnectFailure.Words(goodbye.ReasonString, goodbye.ServerReference);
        return goodbye.ReasonCode == MqttReasonCode.SessionTakenOver
            ? $"Another client connected with the id '{_options.ClientId}'{words}"
            : $"The broker disconnects{words}";
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
