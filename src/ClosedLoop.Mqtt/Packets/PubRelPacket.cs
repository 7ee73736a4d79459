namespace ClosedLoop.Mqtt;

internal sealed record PubRelPacket(ushort PacketId, MqttReasonCode ReasonCode = MqttReasonCode.Success) : AcknowledgementPacket(PacketId, ReasonCode)
{
    public override PacketType Type => PacketType.PubRel;
}
