namespace ClosedLoop.Mqtt;

/// <summary>SUBACK and UNSUBACK (sections 3.9 and 3.11). In 3.1.1 UNSUBACK has no codes.</summary>
internal static class SubscriptionAckCodec
{
    public static void Write(PacketBuffer buffer, SubAckPacket packet, MqttVersion version)
    {
        buffer.UInt16(packet.PacketId);
        if (version == MqttVersion.V5)
        {
            WriteProperties(buffer, packet.ReasonString, packet.UserProperties);
        }

        foreach (var code in packet.ReasonCodes)
        {
            buffer.Byte(version == MqttVersion.V311 ? ReturnCodes.OfSubscription(code) : (byte)code);
        }
    }

    public static void Write(PacketBuffer buffer, UnsubAckPacket packet, MqttVersion version)
    {
        buffer.UInt16(packet.PacketId);
        if (version == MqttVersion.V311)
        {
            return;
        }

        WriteProperties(buffer, packet.ReasonString, packet.UserProperties);
        foreach (var code in packet.ReasonCodes)
        {
            buffer.Byte((byte)code);
        }
    }

    public static MqttPacket Read(PacketReader reader, PacketType type)
    {
        var packetId = reader.ReadPacketId();
        string? reason = null;
        var properties = reader.ReadProperties();
        while (properties.Next(out var id))
        {
            reason = id == PropertyId.ReasonString ? properties.Text() : throw PropertyReader.NotAllowed(id, type);
        }

        if (reader.Version == MqttVersion.V311 && type == PacketType.UnsubAck)
        {
            reader.ExpectEnd();
            return new UnsubAckPacket(packetId, []);
        }

        var codes = new List<MqttReasonCode>();
        while (!reader.IsAtEnd)
        {
            var code = reader.ReadByte();
            codes.Add(reader.Version == MqttVersion.V311 ? ReturnCodes.ToSubscriptionReason(code) : (MqttReasonCode)code);
        }

        if (codes.Count == 0)
        {
            throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"{type} without a reason code");
        }

        return type == PacketType.SubAck
            ? new SubAckPacket(packetId, codes) { ReasonString = reason, UserProperties = properties.UserProperties }
            : new UnsubAckPacket(packetId, codes) { ReasonString = reason, UserProperties = properties.UserProperties };
    }

    private static void WriteProperties(PacketBuffer buffer, string? reason, IReadOnlyList<KeyValuePair<string, string>> userProperties)
    {
        var properties = buffer.BeginProperties();
        buffer.Property(PropertyId.ReasonString, reason);
        buffer.UserProperties(userProperties);
        buffer.EndProperties(properties);
    }
}
