namespace ClosedLoop.Mqtt;

/// <summary>Any packet as it is.</summary>
internal readonly record struct WholePacket(MqttPacket Packet) : IOutgoingPacket
{
    public byte FirstByte => PacketCodec.FirstByte(Packet);

    public void WriteBody(PacketBuffer buffer, MqttVersion version) => PacketCodec.WriteBody(buffer, Packet, version);
}
