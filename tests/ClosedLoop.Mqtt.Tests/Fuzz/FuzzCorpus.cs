namespace ClosedLoop.Mqtt.Tests;

/// <summary>Valid packets of every type in both versions, as bytes.</summary>
internal sealed class FuzzCorpus
{
    private const int PerType = 200;
    private readonly Dictionary<(MqttVersion, PacketType), byte[][]> _packets = [];
    private readonly Dictionary<MqttVersion, PacketType[]> _types = [];

    /// <summary>Packets of the given types only, if any are given. Packet identifiers are small, so that they meet others.</summary>
    public FuzzCorpus(int seed)
    {
        var random = new RandomPackets(seed);
        var dice = new Dice((ulong)seed);
        foreach (var version in Enum.GetValues<MqttVersion>())
        {
            _types[version] = [.. Enum.GetValues<PacketType>().Where(type => version == MqttVersion.V5 || type != PacketType.Auth)];
            foreach (var type in _types[version])
            {
                _packets[(version, type)] = [.. Enumerable.Range(0, PerType).Select(_ => Encode(Near(random.Next(type), version, ref dice), version))];
            }
        }
    }

    public IReadOnlyList<PacketType> Types(MqttVersion version) => _types[version];

    public byte[] Of(MqttVersion version, PacketType type, ref Dice dice) => dice.Of(_packets[(version, type)]);

    public static byte[] Encode(MqttPacket packet, MqttVersion version)
    {
        using var buffer = new PacketBuffer();
        PacketCodec.TryWrite(buffer, packet, version, uint.MaxValue).ShouldBeTrue();
        return buffer.Written.ToArray();
    }

    /// <summary>Half of the packets with identifiers that are in use, on topics that someone subscribes to, and in forms that are accepted.</summary>
    private static MqttPacket Near(MqttPacket packet, MqttVersion version, ref Dice dice)
    {
        var id = (ushort)(1 + dice.Next(8));
        var topic = $"t/{dice.Next(8)}";
        var near = dice.Next(2) == 0;
        return packet switch
        {
            ConnectPacket connect => connect with { Version = version, AuthenticationMethod = near ? null : connect.AuthenticationMethod, AuthenticationData = null },
            PublishPacket publish when near => publish with { Topic = topic, Qos = (byte)(publish.Qos & 1), PacketId = (publish.Qos & 1) == 0 ? (ushort)0 : id, Duplicate = false, TopicAlias = null, SubscriptionIdentifiers = [] },
            AcknowledgementPacket acknowledgement when near => acknowledgement with { PacketId = id },
            SubscribePacket subscribe when near => new SubscribePacket(id, [new SubscriptionRequest(dice.Of<string>(["#", "t/+", topic, "$share/g/t/#", "t/#"])) { MaximumQos = 1 }]),
            UnsubscribePacket when near => new UnsubscribePacket(id, ["#", topic]),
            SubAckPacket answer when near => answer with { PacketId = id },
            DisconnectPacket when near => new DisconnectPacket(),
            _ => packet,
        };
    }
}
