namespace ClosedLoop.Mqtt;

/// <summary>One connection of one client: reads its packets and acts on them.</summary>
internal sealed class BrokerClient(
    PacketChannel channel,
    BrokerState state,
    MqttBrokerOptions options,
    TimeProvider time,
    string spareClientId,
    Action<MqttBrokerEventKind, string, string> report)
{
    private const int LongestBacklog = 1024 * 1024;
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);
    private volatile TaskCompletionSource? _written;
    private BrokerSession? _session;
    private TimeSpan _keepAlive;
    private MqttReasonCode? _endedBy;

    public PacketChannel Channel { get; } = channel;

    public string ClientId { get; private set; } = "";

    public WillMessage? Will { get; private set; }

    /// <summary>QoS 1 messages that the client takes before it acknowledges the first of them.</summary>
    public int ReceiveMaximum { get; private set; } = 65_535;

    public bool IsSilentTooLong => _keepAlive > TimeSpan.Zero && Channel.SinceReceived > 1.5 * _keepAlive;

    /// <summary>Serves the connection to its end.</summary>
    public async Task RunAsync()
    {
        var trouble = "Connection closed without a goodbye";
        try
        {
            await LetInAsync().ConfigureAwait(false);
            while (await Channel.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } packet)
            {
                if (packet is DisconnectPacket goodbye)
                {
                    SayGoodbye(goodbye);
                    return;
                }
                Handle(packet);
                await WaitForRoomAsync().ConfigureAwait(false);
            }
        }
        catch (MqttProtocolException broken)
        {
            trouble = broken.Message;
            End(broken.ReasonCode, _session is null);
        }
        catch (Exception lost)
        {
            // Whatever went wrong with one connection ends this connection and no more.
            trouble = _endedBy is { } reason ? $"Ended by the broker: {reason}" : lost.Message;
        }
        finally
        {
            if (_session is not null)
            {
                state.Disconnect(this, Will, null, trouble);
            }
            else
            {
                report(MqttBrokerEventKind.Refused, ClientId, trouble);
            }

            await LeaveAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the connection from this side, with a reason; the reading loop notices.</summary>
    public void End(MqttReasonCode reason) => End(reason, beforeConnected: false);

    private void End(MqttReasonCode reason, bool beforeConnected)
    {
        if (_endedBy is not null)
        {
            return;
        }

        _endedBy = reason;
        if (Channel.Version == MqttVersion.V5)
        {
            Channel.Write(beforeConnected ? new ConnAckPacket(false, reason) : new DisconnectPacket(reason));
        }
        else if (beforeConnected && ReturnCodes.OfConnect(reason) is not null)
        {
            // Beyond this answer a 3.1.1 client only sees the end of the connection.
            Channel.Write(new ConnAckPacket(false, reason));
        }

        _ = LeaveAsync();
    }

    /// <summary>Lets the last packets leave, but not for ever.</summary>
    private async Task LeaveAsync()
    {
        await Channel.CompleteAsync().WaitAsync(FarewellTimeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Channel.Abort();
    }

    /// <summary>A client that sends and never reads must not fill the memory with answers.</summary>
    private async ValueTask WaitForRoomAsync()
    {
        while (Channel.Backlog > LongestBacklog && !Channel.IsClosed)
        {
            var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _written = next;
            if (Channel.Backlog > LongestBacklog)
            {
                await next.Task.ConfigureAwait(false);
            }
        }
    }

    private async Task LetInAsync()
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        var hello = await Channel.ReadAsync(limit.Token).ConfigureAwait(false) switch
        {
            ConnectPacket packet => packet,
            null => throw new IOException("Closed before CONNECT"),
            var other => throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"The first packet is {other.Type}"),
        };
        ClientId = hello.ClientId.Length > 0 ? hello.ClientId : spareClientId;
        if (hello is { Version: MqttVersion.V311, ClientId: "", CleanStart: false })
        {
            throw new MqttProtocolException(MqttReasonCode.ClientIdentifierNotValid, "A session to be kept, and no client identifier");
        }

        if (hello.AuthenticationMethod is not null)
        {
            throw new MqttProtocolException(MqttReasonCode.BadAuthenticationMethod, "No authentication method is supported");
        }

        if (hello.Will is { Qos: > 1 })
        {
            throw new MqttProtocolException(MqttReasonCode.QosNotSupported, "A will of QoS 2");
        }

        Will = hello.Will;
        _keepAlive = TimeSpan.FromSeconds(hello.KeepAlive);
        ReceiveMaximum = hello.ReceiveMaximum ?? 65_535;
        Channel.MaximumOutgoing = hello.MaximumPacketSize ?? uint.MaxValue;
        Channel.OnWritten = OnWritten;
        _session = state.Connect(this, hello, new ConnAckPacket(false, MqttReasonCode.Success)
        {
            MaximumQos = 1,
            MaximumPacketSize = options.MaximumPacketSize,
            SharedSubscriptionAvailable = false,
            AssignedClientIdentifier = hello.ClientId.Length > 0 ? null : ClientId,
        });
    }

    private void Handle(MqttPacket packet)
    {
        switch (packet)
        {
            case PublishPacket publish: Accept(publish); break;
            case PubAckPacket acknowledgement: state.Acknowledge(_session!, this, acknowledgement.PacketId); break;
            case SubscribePacket subscribe: state.Subscribe(_session!, this, subscribe); break;
            case UnsubscribePacket unsubscribe: state.Unsubscribe(_session!, this, unsubscribe); break;
            case PingReqPacket: Channel.Write(PingRespPacket.Instance); break;
            default: throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"{packet.Type} from a connected client");
        }
    }

    private void Accept(PublishPacket publish)
    {
        if (publish.Qos > 1)
        {
            throw new MqttProtocolException(MqttReasonCode.QosNotSupported, "QoS 2");
        }

        if (publish.TopicAlias is not null)
        {
            throw new MqttProtocolException(MqttReasonCode.TopicAliasInvalid, "A topic alias was not offered");
        }

        if (publish.SubscriptionIdentifiers.Count > 0)
        {
            throw new MqttProtocolException(MqttReasonCode.ProtocolError, "A client sends a subscription identifier");
        }

        var reason = state.Publish(publish, _session!);
        if (publish.Qos > 0)
        {
            Channel.Write(new OutgoingPubAck(publish.PacketId, reason));
        }
    }

    private void SayGoodbye(DisconnectPacket goodbye)
    {
        if (goodbye.SessionExpiryInterval > 0 && _session!.ExpiryInterval == 0)
        {
            throw new MqttProtocolException(MqttReasonCode.ProtocolError, "A session that ends with its connection cannot be prolonged");
        }

        state.Disconnect(this, goodbye.ReasonCode == MqttReasonCode.DisconnectWithWill ? Will : null, goodbye.SessionExpiryInterval, trouble: null);
    }

    private void OnWritten()
    {
        _written?.TrySetResult();
        if (_session is { } served)
        {
            state.Pump(served);
        }
    }
}
