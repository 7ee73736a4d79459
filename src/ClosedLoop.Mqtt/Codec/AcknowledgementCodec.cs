namespace ClosedLoop.Mqtt;

/// <summary>PUBACK, PUBREC, PUBREL, PUBCOMP (sections 3.4 to 3.7). In 3.1.1 only the identifier. Success without properties is left out.</summary>
internal static class AcknowledgementCodec
{
    public static void Write(PacketBuffer buffer, AcknowledgementPacket packet, MqttVersion version)
    {
        buffer.UInt16(packet.PacketId);
        var bare = packet.ReasonString is null && packet.UserProperties.Count == 0;
        if (version == MqttVersion.V311 || (bare && packet.ReasonCode == MqttReasonCode.Success))
        {
            return;
        }

        buffer.Byte((byte)packet.ReasonCode);
        if (bare)
        {
            return;
        }

        var properties = buffer.BeginProperties();
        buffer.Property(PropertyId.ReasonString, packet.ReasonString);
        buffer.UserProperties(packet.UserProperties);
        buffer.EndProperties(properties);
    }

    public static AcknowledgementPacket Read(PacketReader reader, PacketType type)
    {
        var packetId = reader.ReadPacketId();
        if (reader.Version == MqttVersion.V311)
        {
            reader.ExpectEnd();
        }

        var reason = reader.IsAtEnd ? MqttReasonCode.Success : (MqttReasonCode)reader.ReadByte();
        AcknowledgementPacket packet = type switch
        {
            PacketType.PubAck => new PubAckPacket(packetId, reason),
            PacketType.PubRec => new PubRecPacket(packetId, reason),
            PacketType.PubRel => new PubRelPacket(packetId, reason),
            _ => new PubCompPacket(packetId, reason),
        };
        if (reader.IsAtEnd)
        {
            return packet;
        }

        var properties = reader.ReadProperties();
        while (properties.Next(out var id))
        {
            packet = id == PropertyId.ReasonString ? packet with { ReasonString = properties.Text() } : throw PropertyReader.NotAllowed(id, type);
        }

        reader.ExpectEnd();
        return packet with { UserProperties = properties.UserProperties };
    }
}
