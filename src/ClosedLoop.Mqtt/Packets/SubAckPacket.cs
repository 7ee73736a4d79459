namespace ClosedLoop.Mqtt;

internal sealed record SubAckPacket(ushort PacketId, IReadOnlyList<MqttReasonCode> ReasonCodes) : MqttPacket
{
    public override PacketType Type => PacketType.SubAck;

    public string? ReasonString { get; init; }
}
