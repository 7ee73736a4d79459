namespace ClosedLoop.Mqtt;

internal sealed record PubRecPacket(ushort PacketId, MqttReasonCode ReasonCode = MqttReasonCode.Success) : AcknowledgementPacket(PacketId, ReasonCode)
{
    public override PacketType Type => PacketType.PubRec;
}
