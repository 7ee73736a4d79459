namespace ClosedLoop.Mqtt;

internal sealed record PubAckPacket(ushort PacketId, MqttReasonCode ReasonCode = MqttReasonCode.Success) : AcknowledgementPacket(PacketId, ReasonCode)
{
    public override PacketType Type => PacketType.PubAck;
}
