namespace ClosedLoop.Mqtt;

/// <summary>A PUBLISH of the broker: the content as it came, on another hop.</summary>
internal readonly record struct OutgoingPublish(PublishPacket Content, PublishHop Hop) : IOutgoingPacket
{
    public byte FirstByte => PublishCodec.FirstByte(Hop);

    public void WriteBody(PacketBuffer buffer, MqttVersion version) => PublishCodec.Write(buffer, Content, Hop, version);
}
