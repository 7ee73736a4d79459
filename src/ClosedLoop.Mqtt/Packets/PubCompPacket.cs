namespace ClosedLoop.Mqtt;

internal sealed record PubCompPacket(ushort PacketId, MqttReasonCode ReasonCode = MqttReasonCode.Success) : AcknowledgementPacket(PacketId, ReasonCode)
{
    public override PacketType Type => PacketType.PubComp;
}
