namespace ClosedLoop.Mqtt;

/// <summary>UNSUBSCRIBE (section 3.10).</summary>
internal static class UnsubscribeCodec
{
    public static void Write(PacketBuffer buffer, UnsubscribePacket packet, MqttVersion version)
    {
        buffer.UInt16(packet.PacketId);
        if (version == MqttVersion.V5)
        {
            var properties = buffer.BeginProperties();
            buffer.UserProperties(packet.UserProperties);
            buffer.EndProperties(properties);
        }

        foreach (var filter in packet.Filters)
        {
            buffer.Text(filter);
        }
    }

    public static UnsubscribePacket Read(PacketReader reader)
    {
        var packetId = reader.ReadPacketId();
        var properties = reader.ReadProperties();
        if (properties.Next(out var id))
        {
            throw PropertyReader.NotAllowed(id, PacketType.Unsubscribe);
        }

        var filters = new List<string>();
        while (!reader.IsAtEnd)
        {
            filters.Add(reader.ReadText());
        }

        if (filters.Count == 0)
        {
            throw new MqttProtocolException(MqttReasonCode.ProtocolError, "UNSUBSCRIBE without a topic filter");
        }

        return new UnsubscribePacket(packetId, filters) { UserProperties = properties.UserProperties };
    }
}
