namespace ClosedLoop.Mqtt;

/// <summary>One control packet. A property that is null is absent on the wire, so that decoding what was encoded gives the same packet.</summary>
internal abstract record MqttPacket
{
    public abstract PacketType Type { get; }

    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}
