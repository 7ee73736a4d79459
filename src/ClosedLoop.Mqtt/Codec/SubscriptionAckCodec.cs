namespace ClosedLoop.Mqtt;

/// <summary>SUBACK and UNSUBACK (sections 3.9 and 3.11).</summary>
internal static class SubscriptionAckCodec
{
    public static void Write(PacketBuffer buffer, SubAckPacket packet) =>
        Write(buffer, packet.PacketId, packet.ReasonString, packet.UserProperties, packet.ReasonCodes);

    public static void Write(PacketBuffer buffer, UnsubAckPacket packet) =>
        Write(buffer, packet.PacketId, packet.ReasonString, packet.UserProperties, packet.ReasonCodes);

    public static MqttPacket Read(PacketReader reader, PacketType type)
    {
        var packetId = reader.ReadPacketId();
        string? reason = null;
        var properties = reader.ReadProperties();
        while (properties.Next(out var id))
        {
            reason = id == PropertyId.ReasonString ? properties.Text() : throw PropertyReader.NotAllowed(id, type);
        }

        var codes = new List<MqttReasonCode>();
        while (!reader.IsAtEnd)
        {
            codes.Add((MqttReasonCode)reader.ReadByte());
        }

        if (codes.Count == 0)
        {
            throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"{type} without a reason code");
        }

        return type == PacketType.SubAck
            ? new SubAckPacket(packetId, codes) { ReasonString = reason, UserProperties = properties.UserProperties }
            : new UnsubAckPacket(packetId, codes) { ReasonString = reason, UserProperties = properties.UserProperties };
    }

    private static void Write(
        PacketBuffer buffer, ushort packetId, string? reason, IReadOnlyList<KeyValuePair<string, string>> userProperties, IReadOnlyList<MqttReasonCode> codes)
    {
        buffer.UInt16(packetId);
        var properties = buffer.BeginProperties();
        buffer.Property(PropertyId.ReasonString, reason);
        buffer.UserProperties(userProperties);
        buffer.EndProperties(properties);
        foreach (var code in codes)
        {
            buffer.Byte((byte)code);
        }
    }
}
