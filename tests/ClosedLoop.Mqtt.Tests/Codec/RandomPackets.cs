namespace ClosedLoop.Mqtt.Tests;

/// <summary>Valid packets of every type, each property present or absent by chance. Seeded, so that a failure names the packet.</summary>
internal sealed class RandomPackets(int seed)
{
    private readonly Random _chance = new(seed);

    public MqttPacket Next(PacketType type) => type switch
    {
        PacketType.Connect => Connect(),
        PacketType.ConnAck => ConnAck(),
        PacketType.Publish => Publish(),
        PacketType.PubAck => new PubAckPacket(Id(), Code(0, 0x10, 0x80, 0x97)) { ReasonString = Maybe(Text), UserProperties = Users() },
        PacketType.PubRec => new PubRecPacket(Id(), Code(0, 0x10, 0x91)) { ReasonString = Maybe(Text), UserProperties = Users() },
        PacketType.PubRel => new PubRelPacket(Id(), Code(0, 0x92)) { ReasonString = Maybe(Text), UserProperties = Users() },
        PacketType.PubComp => new PubCompPacket(Id(), Code(0, 0x92)) { ReasonString = Maybe(Text), UserProperties = Users() },
        PacketType.Subscribe => new SubscribePacket(Id(), Some(Request)) { SubscriptionIdentifier = MaybeNumber(1, 268_435_455), UserProperties = Users() },
        PacketType.SubAck => new SubAckPacket(Id(), Some(() => Code(0, 1, 2, 0x80, 0x8F))) { ReasonString = Maybe(Text), UserProperties = Users() },
        PacketType.Unsubscribe => new UnsubscribePacket(Id(), Some(Text)) { UserProperties = Users() },
        PacketType.UnsubAck => new UnsubAckPacket(Id(), Some(() => Code(0, 0x11, 0x80))) { ReasonString = Maybe(Text), UserProperties = Users() },
        PacketType.PingReq => PingReqPacket.Instance,
        PacketType.PingResp => PingRespPacket.Instance,
        PacketType.Disconnect => new DisconnectPacket(Code(0, 4, 0x81, 0x8E))
        {
            SessionExpiryInterval = MaybeNumber(0, uint.MaxValue),
            ReasonString = Maybe(Text),
            ServerReference = Maybe(Text),
            UserProperties = Users(),
        },
        PacketType.Auth => new AuthPacket(Code(0, 0x18, 0x19))
        {
            AuthenticationMethod = Maybe(Text),
            AuthenticationData = MaybeBytes(),
            ReasonString = Maybe(Text),
            UserProperties = Users(),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private ConnectPacket Connect()
    {
        var method = Maybe(Text);
        return new ConnectPacket(Text())
        {
            CleanStart = Coin(),
            KeepAlive = Short(),
            Will = Coin() ? Will() : null,
            UserName = Maybe(Text),
            Password = MaybeBytes(),
            SessionExpiryInterval = MaybeNumber(0, uint.MaxValue),
            ReceiveMaximum = MaybeShort(1),
            MaximumPacketSize = MaybeNumber(1, uint.MaxValue),
            TopicAliasMaximum = MaybeShort(0),
            RequestResponseInformation = MaybeFlag(),
            RequestProblemInformation = MaybeFlag(),
            AuthenticationMethod = method,
            AuthenticationData = method is null ? null : MaybeBytes(),
            UserProperties = Users(),
        };
    }

    private WillMessage Will() => new(Topic(), Bytes())
    {
        Qos = (byte)_chance.Next(3),
        Retain = Coin(),
        DelayInterval = MaybeNumber(0, 100),
        PayloadFormatIndicator = Coin() ? (byte)1 : null,
        MessageExpiryInterval = MaybeNumber(0, uint.MaxValue),
        ContentType = Maybe(Text),
        ResponseTopic = Maybe(Topic),
        CorrelationData = MaybeBytes(),
        UserProperties = Users(),
    };

    private ConnAckPacket ConnAck() => new(Coin(), Code(0, 0x84, 0x87))
    {
        SessionExpiryInterval = MaybeNumber(0, uint.MaxValue),
        ReceiveMaximum = MaybeShort(1),
        MaximumQos = Coin() ? (byte)_chance.Next(2) : null,
        RetainAvailable = MaybeFlag(),
        MaximumPacketSize = MaybeNumber(1, uint.MaxValue),
        AssignedClientIdentifier = Maybe(Text),
        TopicAliasMaximum = MaybeShort(0),
        ReasonString = Maybe(Text),
        WildcardSubscriptionAvailable = MaybeFlag(),
        SubscriptionIdentifiersAvailable = MaybeFlag(),
        SharedSubscriptionAvailable = MaybeFlag(),
        ServerKeepAlive = MaybeShort(0),
        ResponseInformation = Maybe(Text),
        ServerReference = Maybe(Text),
        AuthenticationMethod = Maybe(Text),
        AuthenticationData = MaybeBytes(),
        UserProperties = Users(),
    };

    private PublishPacket Publish()
    {
        var qos = (byte)_chance.Next(3);
        var alias = MaybeShort(1);
        return new PublishPacket(alias is not null && Coin() ? "" : Topic(), Bytes())
        {
            Qos = qos,
            Retain = Coin(),
            Duplicate = qos > 0 && Coin(),
            PacketId = qos > 0 ? Id() : (ushort)0,
            PayloadFormatIndicator = Coin() ? (byte)1 : null,
            MessageExpiryInterval = MaybeNumber(0, uint.MaxValue),
            TopicAlias = alias,
            ResponseTopic = Maybe(Topic),
            CorrelationData = MaybeBytes(),
            ContentType = Maybe(Text),
            SubscriptionIdentifiers = Coin() ? [] : [.. Some(() => (uint)_chance.NextInt64(1, 268_435_456))],
            UserProperties = Users(),
        };
    }

    private SubscriptionRequest Request() => new(Text())
    {
        MaximumQos = (byte)_chance.Next(3),
        NoLocal = Coin(),
        RetainAsPublished = Coin(),
        RetainHandling = (RetainHandling)_chance.Next(3),
    };

    private bool Coin() => _chance.Next(2) == 0;

    private ushort Id() => (ushort)_chance.Next(1, 65_536);

    private ushort Short() => (ushort)_chance.Next(65_536);

    private ushort? MaybeShort(int from) => Coin() ? (ushort)_chance.Next(from, 65_536) : null;

    private uint? MaybeNumber(uint from, uint to) => Coin() ? (uint)_chance.NextInt64(from, (long)to + 1) : null;

    private bool? MaybeFlag() => Coin() ? Coin() : null;

    private string? Maybe(Func<string> make) => Coin() ? make() : null;

    private MqttReasonCode Code(params byte[] codes) => (MqttReasonCode)codes[_chance.Next(codes.Length)];

    private string Topic() => "t" + Text();

    private string Text() => new string([.. Enumerable.Range(0, _chance.Next(4) == 0 ? _chance.Next(300) : _chance.Next(6)).Select(_ => "abz/é€ 漢"[_chance.Next(8)])]) + (_chance.Next(5) == 0 ? "😀" : "");

    private byte[] Bytes()
    {
        var bytes = new byte[_chance.Next(10) == 0 ? _chance.Next(20_000) : _chance.Next(20)];
        _chance.NextBytes(bytes);
        return bytes;
    }

    private ReadOnlyMemory<byte>? MaybeBytes() => Coin() ? Bytes() : null;

    private List<T> Some<T>(Func<T> make) => [.. Enumerable.Range(0, _chance.Next(1, 5)).Select(_ => make())];

    private IReadOnlyList<KeyValuePair<string, string>> Users() => Coin() ? [] : Some(() => new KeyValuePair<string, string>(Text(), Text()));
}
