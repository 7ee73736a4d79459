namespace ClosedLoop.Mqtt;

internal sealed record PublishPacket(string Topic, ReadOnlyMemory<byte> Payload) : MqttPacket
{
    public override PacketType Type => PacketType.Publish;

    public byte Qos { get; init; }

    public bool Retain { get; init; }

    public bool Duplicate { get; init; }

    /// <summary>On the wire only for QoS 1 and 2; otherwise 0.</summary>
    public ushort PacketId { get; init; }

    public byte? PayloadFormatIndicator { get; init; }

    /// <summary>Seconds.</summary>
    public uint? MessageExpiryInterval { get; init; }

    public ushort? TopicAlias { get; init; }

    public string? ResponseTopic { get; init; }

    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    public string? ContentType { get; init; }

    public IReadOnlyList<uint> SubscriptionIdentifiers { get; init; } = [];
}
