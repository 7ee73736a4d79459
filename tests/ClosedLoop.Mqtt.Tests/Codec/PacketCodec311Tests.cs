using System.Buffers;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>The same packets as an MQTT 3.1.1 peer writes and reads them.</summary>
public sealed class PacketCodec311Tests
{
    public static TheoryData<string> EveryType => [.. Enum.GetNames<PacketType>().Except([nameof(PacketType.Auth)])];

    [Theory]
    [MemberData(nameof(EveryType))]
    public void RoundTrip_RandomPackets_KeepsWhatTheVersionCanSay(string name)
    {
        var type = Enum.Parse<PacketType>(name);
        var packets = new RandomPackets(seed: 400 + (int)type);
        for (var i = 0; i < 300; i++)
        {
            var packet = Sendable(packets.Next(type));
            var received = new ReadOnlySequence<byte>(Encode(packet));
            var version = type == PacketType.Connect ? MqttVersion.V5 : MqttVersion.V311;
            PacketText.Of(PacketCodec.Read(ref received, ref version, uint.MaxValue)).ShouldBe(PacketText.Of(Reduced(packet)));
            (received.IsEmpty, version).ShouldBe((true, MqttVersion.V311));
        }
    }

    [Theory]
    [MemberData(nameof(EveryType))]
    public void Read_BytesChangedAtRandom_IsATypedErrorOrAnotherValidPacket(string name)
    {
        var type = Enum.Parse<PacketType>(name);
        var packets = new RandomPackets(seed: 500 + (int)type);
        var chance = new Random((int)type);
        var refused = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = Encode(Sendable(packets.Next(type)));
            for (var n = chance.Next(1, 4); n > 0; n--)
            {
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            }

            try
            {
                var received = new ReadOnlySequence<byte>(bytes);
                var version = MqttVersion.V311;
                PacketCodec.Read(ref received, ref version, 100_000);
            }
            catch (MqttProtocolException)
            {
                refused++;
            }
        }
        refused.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("30 03 00 01 61", "a 0-byte payload and no properties")]
    [InlineData("40 02 00 01", "PUBACK")]
    [InlineData("B0 02 00 01", "UNSUBACK without codes")]
    [InlineData("90 03 00 01 80", "SUBACK with the failure code")]
    [InlineData("20 02 00 05", "CONNACK, not authorized")]
    [InlineData("E0 00", "DISCONNECT")]
    [InlineData("82 06 00 01 00 01 61 01", "SUBSCRIBE")]
    [InlineData("10 0C 00 04 4D 51 54 54 04 02 00 3C 00 00", "CONNECT")]
    public void Read_PacketOfTheStandard_WritesTheSameBytes(string hex, string why)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var received = new ReadOnlySequence<byte>(bytes);
        var version = MqttVersion.V311;
        Encode(PacketCodec.Read(ref received, ref version, uint.MaxValue)!).ShouldBe(bytes, why);
    }

    [Theory]
    [InlineData("F0 00", "AUTH does not exist")]
    [InlineData("40 03 00 01 00", "PUBACK with a reason code")]
    [InlineData("E0 01 00", "DISCONNECT with a reason code")]
    [InlineData("20 02 00 06", "CONNACK with a code that does not exist")]
    [InlineData("20 03 00 00 00", "CONNACK with properties")]
    [InlineData("90 03 00 01 87", "SUBACK with a code of MQTT 5")]
    [InlineData("B0 03 00 01 00", "UNSUBACK with codes")]
    [InlineData("82 06 00 01 00 01 61 05", "SUBSCRIBE with options of MQTT 5")]
    [InlineData("10 0E 00 04 4D 51 54 54 04 42 00 3C 00 00 00 00", "CONNECT with a password and no user name")]
    public void Read_BrokenPacket_IsMalformed(string hex, string why)
    {
        var received = new ReadOnlySequence<byte>(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        var version = MqttVersion.V311;
        Should.Throw<MqttProtocolException>(() => PacketCodec.Read(ref received, ref version, uint.MaxValue), why)
            .ReasonCode.ShouldBe(MqttReasonCode.MalformedPacket, why);
    }

    [Fact]
    public void Read_AnswerOfAServerThatKnowsOnly311_SaysTheVersionIsTheTrouble()
    {
        var received = new ReadOnlySequence<byte>([0x20, 0x02, 0x00, 0x01]);
        var version = MqttVersion.V5;
        PacketCodec.Read(ref received, ref version, uint.MaxValue).ShouldBeOfType<ConnAckPacket>().ReasonCode.ShouldBe(MqttReasonCode.UnsupportedProtocolVersion);
    }

    /// <summary>What 3.1.1 has no form for at all is left out of the draw.</summary>
    private static MqttPacket Sendable(MqttPacket packet) => packet switch
    {
        ConnectPacket connect => connect with { Version = MqttVersion.V311, UserName = connect.Password is null ? connect.UserName : connect.UserName ?? "u" },
        ConnAckPacket answer => answer with { ReasonCode = answer.ReasonCode == MqttReasonCode.Success ? answer.ReasonCode : MqttReasonCode.NotAuthorized },
        PublishPacket publish => publish with { Topic = publish.Topic.Length > 0 ? publish.Topic : "t" },
        _ => packet,
    };

    /// <summary>What arrives of a packet.</summary>
    private static MqttPacket Reduced(MqttPacket packet) => packet switch
    {
        ConnectPacket p => new ConnectPacket(p.ClientId)
        {
            Version = MqttVersion.V311,
            CleanStart = p.CleanStart,
            KeepAlive = p.KeepAlive,
            Will = p.Will is { } will ? new WillMessage(will.Topic, will.Payload) { Qos = will.Qos, Retain = will.Retain } : null,
            UserName = p.UserName,
            Password = p.Password,
        },
        ConnAckPacket p => new ConnAckPacket(p.SessionPresent, p.ReasonCode),
        PublishPacket p => new PublishPacket(p.Topic, p.Payload) { Qos = p.Qos, Retain = p.Retain, Duplicate = p.Duplicate, PacketId = p.PacketId },
        PubAckPacket p => new PubAckPacket(p.PacketId),
        PubRecPacket p => new PubRecPacket(p.PacketId),
        PubRelPacket p => new PubRelPacket(p.PacketId),
        PubCompPacket p => new PubCompPacket(p.PacketId),
        SubscribePacket p => new SubscribePacket(p.PacketId, [.. p.Requests.Select(r => new SubscriptionRequest(r.Filter) { MaximumQos = r.MaximumQos })]),
        SubAckPacket p => new SubAckPacket(p.PacketId, [.. p.ReasonCodes.Select(c => (byte)c < 0x80 ? c : MqttReasonCode.UnspecifiedError)]),
        UnsubscribePacket p => new UnsubscribePacket(p.PacketId, p.Filters),
        UnsubAckPacket p => new UnsubAckPacket(p.PacketId, []),
        DisconnectPacket => new DisconnectPacket(),
        _ => packet,
    };

    private static byte[] Encode(MqttPacket packet)
    {
        using var buffer = new PacketBuffer();
        PacketCodec.TryWrite(buffer, packet, MqttVersion.V311, uint.MaxValue).ShouldBeTrue();
        return buffer.Written.ToArray();
    }
}
