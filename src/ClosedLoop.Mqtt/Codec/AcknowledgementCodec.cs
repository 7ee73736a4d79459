namespace ClosedLoop.Mqtt;

/// <summary>PUBACK, PUBREC, PUBREL, PUBCOMP (sections 3.4 to 3.7). In 3.1.1 only the identifier. Success without properties is left out.</summary>
internal static class AcknowledgementCodec
{
    public static void Write(PacketBuffer buffer, AcknowledgementPacket packet, MqttVersion version)
    {
        if (version == MqttVersion.V311 || (packet.ReasonString is null && packet.UserProperties.Count == 0))
        {
            Write(buffer, packet.PacketId, packet.ReasonCode, version);
            return;
        }

        buffer.UInt16(packet.PacketId);
        buffer.Byte((byte)packet.ReasonCode);
        var properties = buffer.BeginProperties();
        buffer.Property(PropertyId.ReasonString, packet.ReasonString);
        buffer.UserProperties(packet.UserProperties);
        buffer.EndProperties(properties);
    }

    /// <summary>An acknowledgement without properties.</summary>
    public static void Write(PacketBuffer buffer, ushort packetId, MqttReasonCode reason, MqttVersion version)
    {
        buffer.UInt16(packetId);
        if (version == MqttVersion.V5 && reason != MqttReasonCode.Success)
        {
            buffer.Byte((byte)reason);
        }
    }

    public static AcknowledgementPacket Read(PacketReader reader, PacketType type)
    {
        var packetId = reader.ReadPacketId();
        if (reader.Version == MqttVersion.V311)
        {
            reader.ExpectEnd();
        }

        var reason = reader.IsAtEnd ? MqttReasonCode.Success : reader.ReadReason();
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
