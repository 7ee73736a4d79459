namespace ClosedLoop.Mqtt;

/// <summary>SUBSCRIBE (section 3.8).</summary>
internal static class SubscribeCodec
{
    public static void Write(PacketBuffer buffer, SubscribePacket packet, MqttVersion version)
    {
        buffer.UInt16(packet.PacketId);
        if (version == MqttVersion.V5)
        {
            WriteProperties(buffer, packet);
        }

        foreach (var request in packet.Requests)
        {
            buffer.Text(request.Filter);
            buffer.Byte(version == MqttVersion.V311 ? request.MaximumQos : Options(request));
        }
    }

    public static SubscribePacket Read(PacketReader reader)
    {
        var packetId = reader.ReadPacketId();
        uint? identifier = null;
        var properties = reader.ReadProperties();
        while (properties.Next(out var id))
        {
            if (id != PropertyId.SubscriptionIdentifier)
            {
                throw PropertyReader.NotAllowed(id, PacketType.Subscribe);
            }

            if (identifier is not null)
            {
                throw new MqttProtocolException(MqttReasonCode.ProtocolError, "SUBSCRIBE has two subscription identifiers");
            }

            identifier = properties.PositiveVariableInteger(id);
        }
        var requests = new List<SubscriptionRequest>();
        while (!reader.IsAtEnd)
        {
            requests.Add(ReadRequest(ref reader));
        }

        if (requests.Count == 0)
        {
            throw new MqttProtocolException(MqttReasonCode.ProtocolError, "SUBSCRIBE without a topic filter");
        }

        return new SubscribePacket(packetId, requests) { SubscriptionIdentifier = identifier, UserProperties = properties.UserProperties };
    }

    private static void WriteProperties(PacketBuffer buffer, SubscribePacket packet)
    {
        var properties = buffer.BeginProperties();
        if (packet.SubscriptionIdentifier is { } identifier)
        {
            buffer.SubscriptionIdentifier(identifier);
        }

        buffer.UserProperties(packet.UserProperties);
        buffer.EndProperties(properties);
    }

    private static byte Options(SubscriptionRequest request) =>
        (byte)(request.MaximumQos | (request.NoLocal ? 0x04 : 0) | (request.RetainAsPublished ? 0x08 : 0) | ((int)request.RetainHandling << 4));

    private static SubscriptionRequest ReadRequest(ref PacketReader reader)
    {
        var filter = reader.ReadText();
        var options = reader.ReadByte();
        var reserved = reader.Version == MqttVersion.V311 ? 0xFC : 0xC0;
        if ((options & reserved) != 0 || (options & 0x03) == 3 || (options & 0x30) == 0x30)
        {
            throw PacketReader.Malformed("The options of a subscription are not defined");
        }

        return new SubscriptionRequest(filter)
        {
            MaximumQos = (byte)(options & 0x03),
            NoLocal = (options & 0x04) != 0,
            RetainAsPublished = (options & 0x08) != 0,
            RetainHandling = (RetainHandling)(options >> 4),
        };
    }
}
