namespace ClosedLoop.Mqtt;

/// <summary>A PUBLISH of the client: a caller's message on its way.</summary>
internal readonly record struct OutgoingMessage(MqttMessage Content, PublishHop Hop) : IOutgoingPacket
{
    public byte FirstByte => PublishCodec.FirstByte(Hop);

    public void WriteBody(PacketBuffer buffer, MqttVersion version) => PublishCodec.Write(buffer, Content, Hop, version);
}
