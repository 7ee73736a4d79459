namespace ClosedLoop.Mqtt.Tests;

/// <summary>The bytes of packets (section 2), written by hand from the standard.</summary>
public sealed class EncodingNorms
{
    public static TheoryData<string, string> Packets => new()
    {
        { "CONNECT", "10 0E 00 04 4D 51 54 54 05 02 00 0A 00 00 01 63" },
        { "CONNACK", "20 03 00 00 00" },
        { "PUBLISH 0", "30 05 00 01 61 00 78" },
        { "PUBLISH 1", "3B 07 00 01 61 00 0A 00 78" },
        { "PUBACK", "40 02 00 0A" },
        { "SUBSCRIBE", "82 07 00 01 00 00 01 61 01" },
        { "SUBACK", "90 04 00 01 00 01" },
        { "UNSUBSCRIBE", "A2 06 00 01 00 00 01 61" },
        { "UNSUBACK", "B0 04 00 01 00 11" },
        { "PINGREQ", "C0 00" },
        { "PINGRESP", "D0 00" },
        { "DISCONNECT", "E0 00" },
    };

    [Theory]
    [MemberData(nameof(Packets))]
    public void Packets_WithoutOptionalParts_HaveExactlyTheBytesOfTheStandard(string name, string hex)
    {
        MqttPacket packet = name switch
        {
            "CONNECT" => new ConnectPacket("c") { CleanStart = true, KeepAlive = 10 },
            "CONNACK" => new ConnAckPacket(false, MqttReasonCode.Success),
            "PUBLISH 0" => new PublishPacket("a", "x"u8.ToArray()),
            "PUBLISH 1" => new PublishPacket("a", "x"u8.ToArray()) { Qos = 1, PacketId = 10, Duplicate = true, Retain = true },
            "PUBACK" => new PubAckPacket(10),
            "SUBSCRIBE" => new SubscribePacket(1, [new SubscriptionRequest("a") { MaximumQos = 1 }]),
            "SUBACK" => new SubAckPacket(1, [MqttReasonCode.GrantedQos1]),
            "UNSUBSCRIBE" => new UnsubscribePacket(1, ["a"]),
            "UNSUBACK" => new UnsubAckPacket(1, [MqttReasonCode.NoSubscriptionExisted]),
            "PINGREQ" => PingReqPacket.Instance,
            "PINGRESP" => PingRespPacket.Instance,
            _ => new DisconnectPacket(),
        };
        Convert.ToHexString(FuzzCorpus.Encode(packet, MqttVersion.V5)).ShouldBe(hex.Replace(" ", "", StringComparison.Ordinal));
    }
}
