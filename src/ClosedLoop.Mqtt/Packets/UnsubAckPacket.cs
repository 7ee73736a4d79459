namespace ClosedLoop.Mqtt;

internal sealed record UnsubAckPacket(ushort PacketId, IReadOnlyList<MqttReasonCode> ReasonCodes) : MqttPacket
{
    public override PacketType Type => PacketType.UnsubAck;

    public string? ReasonString { get; init; }
}
