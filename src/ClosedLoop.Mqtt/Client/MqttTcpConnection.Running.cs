using System.Net.Sockets;

namespace ClosedLoop.Mqtt;

/// <content>The life of the connection: connect, greet, read, and again.</content>
public sealed partial class MqttTcpConnection
{
    private volatile TaskCompletionSource stoppedReading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var before = connects;
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
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            if (failure is MqttProtocolException { ReasonCode: MqttReasonCode.SessionTakenOver })
            {
                backoff.GoToLongest();
            }

            var wait = backoff.Next();
            var kind = connects > before ? MqttConnectionEventKind.Disconnected : MqttConnectionEventKind.ConnectFailed;
            Report(new MqttConnectionEvent(kind, options.ClientId, $"{address}: {lostBecause ?? failure.Message}")
            {
                Connects = connects,
                Cause = failure,
                NextAttempt = wait,
            });
            await Task.Delay(wait, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One connection from TCP to its end; returns when the broker closed it and throws when it failed.</summary>
    private async Task ServeAsync()
    {
        lostBecause = null;
        using var deadline = new CancellationTokenSource(connector.ConnectTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping.Token);
        try
        {
            var stream = await ConnectTcpAsync(limit.Token).ConfigureAwait(false);
            var channel = new PacketChannel(stream, time, connector.MaximumPacketSize) { OnWritten = outgoing.Resume };
            await using (channel.ConfigureAwait(false))
            {
                current = channel;
                var answer = await SayHelloAsync(channel, limit.Token).ConfigureAwait(false);
                await ServeConnectedAsync(channel, answer, deadline, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new TimeoutException($"No connection within {connector.ConnectTimeout.TotalSeconds:0.###} s.");
        }
        finally
        {
            current = null;
        }
    }

    private async Task<Stream> ConnectTcpAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
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
        channel.Write(new ConnectPacket(options.ClientId)
        {
            CleanStart = options.CleanStart && connects == 0,
            KeepAlive = options.KeepAlive > TimeSpan.Zero ? (ushort)Math.Min(MessageMapping.Seconds(options.KeepAlive), ushort.MaxValue) : (ushort)0,
            SessionExpiryInterval = options.SessionExpiry > TimeSpan.Zero ? MessageMapping.Seconds(options.SessionExpiry) : 0,
            ReceiveMaximum = connector.ReceiveMaximum,
            MaximumPacketSize = connector.MaximumPacketSize,
            Will = options.Will?.Invoke(connects + 1) is { } will ? MessageMapping.ToWill(will) : null,
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
        stoppedReading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var over = new CancellationTokenSource();
        incoming.BeginConnection(Interlocked.Increment(ref connects), answer.SessionPresent);
        outgoing.Attach(channel, answer);
        acknowledged = true;
        var reading = ReadAllAsync(channel);
        var pinging = PingAsync(channel, answer, over.Token);
        var greeting = GreetAsync(channel, answer, deadline, cancellationToken);
        try
        {
            // While closing, the greeting fails because everything fails; the goodbye must still leave.
            if (await Task.WhenAny(reading, greeting).ConfigureAwait(false) == greeting && !closing)
            {
                await greeting.ConfigureAwait(false);
            }

            await reading.ConfigureAwait(false);
        }
        finally
        {
            acknowledged = false;
            outgoing.Detach();
            subscriptions.Detach();
            channel.Abort();
            await over.CancelAsync().ConfigureAwait(false);
            await pinging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Its publishes have failed with the connection. A callback that waits for something else must not keep the next connection from coming.
            await greeting.WaitAsync(connector.ConnectTimeout, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task GreetAsync(PacketChannel channel, ConnAckPacket answer, CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        var number = connects;
        await subscriptions.AttachAsync(channel, answer).WaitAsync(cancellationToken).ConfigureAwait(false);
        deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        if (channel.IsClosed)
        {
            return;
        }

        if (options.OnConnected is { } callback)
        {
            await new CallbackScope(this, isGreeting: true).RunAsync(() => callback(number)).ConfigureAwait(false);
        }

        if (channel.IsClosed)
        {
            return;
        }

        backoff.Reset();
        Report(new MqttConnectionEvent(MqttConnectionEventKind.Connected, options.ClientId, $"Connected to {address}")
        {
            Connects = number,
            SessionPresent = answer.SessionPresent,
        });
        outgoing.OpenForAll();
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
                        await incoming.AddAsync(publish, channel).ConfigureAwait(false);
                        break;
                    case PubAckPacket acknowledgement: outgoing.Acknowledge(acknowledgement); break;
                    case SubAckPacket answer: subscriptions.Acknowledge(answer); break;
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
            await channel.CompleteAsync().WaitAsync(connector.CloseTimeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        finally
        {
            stoppedReading.TrySetResult();
        }
    }

    /// <summary>Pings before one side has been silent for the keep-alive; the answer, or anything else, must come in time.</summary>
    private async Task PingAsync(PacketChannel channel, ConnAckPacket answer, CancellationToken over)
    {
        var keepAlive = answer.ServerKeepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : options.KeepAlive;
        if (keepAlive <= TimeSpan.Zero)
        {
            return;
        }

        var look = (keepAlive < connector.PingTimeout ? keepAlive : connector.PingTimeout) / 2;
        while (true)
        {
            await Task.Delay(look, time, over).ConfigureAwait(false);
            if (channel.SinceReceived >= keepAlive + connector.PingTimeout && !incoming.IsBlocked)
            {
                break;
            }

            if (channel.SinceSent >= keepAlive - look || channel.SinceReceived >= keepAlive - look)
            {
                channel.Write(PingReqPacket.Instance);
            }
        }
        lostBecause = $"no answer to a ping within {connector.PingTimeout.TotalSeconds:0.###} s";
        channel.Abort();
    }
}
