namespace ClosedLoop.Mqtt;

/// <summary>A PUBACK that says no more than its reason.</summary>
internal readonly record struct OutgoingPubAck(ushort PacketId, MqttReasonCode ReasonCode = MqttReasonCode.Success) : IOutgoingPacket
{
    public byte FirstByte => (byte)((int)PacketType.PubAck << 4);

    public void WriteBody(PacketBuffer buffer, MqttVersion version) => AcknowledgementCodec.Write(buffer, PacketId, ReasonCode, version);
}
