namespace ClosedLoop.Mqtt;

/// <summary>DISCONNECT (section 3.14). A normal disconnection without properties has no body; 3.1.1 has no other, and only the client sends it.</summary>
internal static class DisconnectCodec
{
    public static void Write(PacketBuffer buffer, DisconnectPacket packet, MqttVersion version)
    {
        var bare = packet is { SessionExpiryInterval: null, ReasonString: null, ServerReference: null, UserProperties.Count: 0 };
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
        buffer.Property(PropertyId.SessionExpiryInterval, packet.SessionExpiryInterval);
        buffer.Property(PropertyId.ReasonString, packet.ReasonString);
        buffer.UserProperties(packet.UserProperties);
        buffer.Property(PropertyId.ServerReference, packet.ServerReference);
        buffer.EndProperties(properties);
    }

    public static DisconnectPacket Read(PacketReader reader)
    {
        if (reader.Version == MqttVersion.V311)
        {
            reader.ExpectEnd();
        }

        if (reader.IsAtEnd)
        {
            return new DisconnectPacket();
        }

        var packet = new DisconnectPacket((MqttReasonCode)reader.ReadByte());
        if (reader.IsAtEnd)
        {
            return packet;
        }

        var properties = reader.ReadProperties();
        while (properties.Next(out var id))
        {
            packet = id switch
            {
                PropertyId.SessionExpiryInterval => packet with { SessionExpiryInterval = properties.UInt32() },
                PropertyId.ReasonString => packet with { ReasonString = properties.Text() },
                PropertyId.ServerReference => packet with { ServerReference = properties.Text() },
                _ => throw PropertyReader.NotAllowed(id, PacketType.Disconnect),
            };
        }
        reader.ExpectEnd();
        return packet with { UserProperties = properties.UserProperties };
    }
}
