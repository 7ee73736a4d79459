namespace ClosedLoop.Mqtt;

/// <summary>One connection of one client: reads its packets and acts on them.</summary>
internal sealed class BrokerClient(
    PacketChannel channel,
    BrokerState state,
    BrokerGate gate,
    MqttBrokerOptions options,
    TimeProvider time,
    string spareClientId,
    string? certificateName,
    Action<MqttBrokerEventKind, string, string> report)
{
    private const int LongestBacklog = 1024 * 1024;
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);
    private readonly TopicAliases _aliases = new();
    private volatile TaskCompletionSource? _written;
    private BrokerSession? _session;
    private TimeSpan _keepAlive;
    private MqttVersion _version;
    private MqttReasonCode? _endedBy;
    private int _departures;
    private int _unsentAcknowledgements;

    public PacketChannel Channel { get; } = channel;

    public string ClientId { get; private set; } = "";

    /// <summary>The proven name; null where none is asked for.</summary>
    public string? User { get; private set; }

    /// <summary>Null: everything.</summary>
    public Permissions? Permissions { get; private set; }

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
        if (_session is not null)
        {
            // A second CONNECT may just have claimed another one.
            Channel.Version = _version;
        }

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

        if (hello.Will is { } will && will.Topic.AsSpan().Count('/') >= options.MaximumTopicLevels)
        {
            throw new MqttProtocolException(MqttReasonCode.TopicNameInvalid, $"A will on a topic of more than {options.MaximumTopicLevels} levels");
        }

        User = await gate.AdmitAsync(hello, ClientId, certificateName).ConfigureAwait(false);
        Permissions = gate.PermissionsOf(User, ClientId);
        if (hello.Will is { Topic: var mourning } && Permissions?.MayWrite(mourning) == false)
        {
            throw new MqttProtocolException(MqttReasonCode.NotAuthorized, $"Its will on {mourning} is not allowed");
        }

        Will = hello.Will;
        _version = hello.Version;
        _keepAlive = TimeSpan.FromSeconds(hello.KeepAlive);
        ReceiveMaximum = hello.ReceiveMaximum ?? 65_535;
        Channel.MaximumOutgoing = hello.MaximumPacketSize ?? uint.MaxValue;
        Channel.OnWritten = OnWritten;
        _session = state.Connect(this, hello, new ConnAckPacket(false, MqttReasonCode.Success)
        {
            MaximumQos = 1,
            ReceiveMaximum = options.ReceiveMaximum,
            MaximumPacketSize = options.MaximumPacketSize,
            TopicAliasMaximum = TopicAliases.Maximum,
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

        if (publish.SubscriptionIdentifiers.Count > 0)
        {
            throw new MqttProtocolException(MqttReasonCode.ProtocolError, "A client sends a subscription identifier");
        }

        publish = _aliases.Resolve(publish);
        var reason = Refusal(publish) ?? state.Publish(publish, _session!);
        if (publish.Qos > 0)
        {
            Acknowledge(publish.PacketId, reason);
        }
    }

    /// <summary>Why a message goes no further, or null. A 3.1.1 client cannot be told and gets an ordinary acknowledgement.</summary>
    private MqttReasonCode? Refusal(PublishPacket publish)
    {
        if (publish.Topic.AsSpan().Count('/') >= options.MaximumTopicLevels)
        {
            report(MqttBrokerEventKind.PublishRefused, ClientId, $"A topic of more than {options.MaximumTopicLevels} levels");
            return MqttReasonCode.TopicNameInvalid;
        }

        if (Permissions?.MayWrite(publish.Topic) == false)
        {
            report(MqttBrokerEventKind.PublishRefused, ClientId, $"{User ?? "A client without a name"} may not publish to {publish.Topic}");
            return MqttReasonCode.NotAuthorized;
        }

        return null;
    }

    /// <summary>While acknowledgements have not left, the client cannot have them: so the limit binds who sends and never reads.</summary>
    private void Acknowledge(ushort packetId, MqttReasonCode reason)
    {
        if (Channel.Departures != _departures)
        {
            (_departures, _unsentAcknowledgements) = (Channel.Departures, 0);
        }

        if (++_unsentAcknowledgements > options.ReceiveMaximum)
        {
            throw new MqttProtocolException(MqttReasonCode.ReceiveMaximumExceeded, $"More than {options.ReceiveMaximum} messages without an acknowledgement");
        }

        Channel.Write(new PubAckPacket(packetId, reason));
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
