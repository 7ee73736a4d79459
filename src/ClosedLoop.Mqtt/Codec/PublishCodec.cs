namespace ClosedLoop.Mqtt;

/// <summary>PUBLISH (section 3.3).</summary>
internal static class PublishCodec
{
    public static byte Flags(PublishPacket packet) => (byte)((packet.Duplicate ? 0x08 : 0) | (packet.Qos << 1) | (packet.Retain ? 0x01 : 0));

    public static void Write(PacketBuffer buffer, PublishPacket packet, MqttVersion version)
    {
        buffer.Text(packet.Topic);
        if (packet.Qos > 0)
        {
            buffer.UInt16(packet.PacketId);
        }

        if (version == MqttVersion.V5)
        {
            WriteProperties(buffer, packet);
        }

        buffer.Raw(packet.Payload.Span);
    }

    public static PublishPacket Read(PacketReader reader, byte flags)
    {
        var qos = (byte)((flags >> 1) & 0x03);
        var duplicate = (flags & 0x08) != 0;
        if (qos == 3 || (duplicate && qos == 0))
        {
            throw PacketReader.Malformed("The flags of PUBLISH contradict each other");
        }

        var topic = reader.ReadText();
        var packetId = qos > 0 ? reader.ReadPacketId() : (ushort)0;
        var (indicator, expiry, alias) = ((byte?)null, (uint?)null, (ushort?)null);
        var (responseTopic, contentType) = ((string?)null, (string?)null);
        ReadOnlyMemory<byte>? correlation = null;
        List<uint>? identifiers = null;
        var properties = reader.ReadProperties();
        while (properties.Next(out var id))
        {
            switch (id)
            {
                case PropertyId.PayloadFormatIndicator: indicator = properties.Flag(id) ? (byte)1 : (byte)0; break;
                case PropertyId.MessageExpiryInterval: expiry = properties.UInt32(); break;
                case PropertyId.TopicAlias: alias = properties.UInt16(); break;
                case PropertyId.ResponseTopic: responseTopic = CheckedTopic(properties.Text()); break;
                case PropertyId.CorrelationData: correlation = properties.Binary(); break;
                case PropertyId.SubscriptionIdentifier: (identifiers ??= []).Add(properties.PositiveVariableInteger(id)); break;
                case PropertyId.ContentType: contentType = properties.Text(); break;
                default: throw PropertyReader.NotAllowed(id, PacketType.Publish);
            }
        }
        if (alias == 0)
        {
            throw new MqttProtocolException(MqttReasonCode.TopicAliasInvalid, "Topic alias 0");
        }

        if (topic.Length > 0)
        {
            CheckedTopic(topic);
        }
        else if (alias is null)
        {
            throw new MqttProtocolException(MqttReasonCode.ProtocolError, "PUBLISH has neither a topic nor a topic alias");
        }

        return new PublishPacket(topic, reader.TakeRest().ToArray())
        {
            Qos = qos,
            Retain = (flags & 0x01) != 0,
            Duplicate = duplicate,
            PacketId = packetId,
            PayloadFormatIndicator = indicator,
            MessageExpiryInterval = expiry,
            TopicAlias = alias,
            ResponseTopic = responseTopic,
            CorrelationData = correlation,
            ContentType = contentType,
            SubscriptionIdentifiers = identifiers ?? (IReadOnlyList<uint>)[],
            UserProperties = properties.UserProperties,
        };
    }

    public static string CheckedTopic(string topic) =>
        TopicFilter.IsValidTopic(topic) ? topic : throw new MqttProtocolException(MqttReasonCode.TopicNameInvalid, "A topic is empty or has wildcards");

    private static void WriteProperties(PacketBuffer buffer, PublishPacket packet)
    {
        var properties = buffer.BeginProperties();
        buffer.Property(PropertyId.PayloadFormatIndicator, packet.PayloadFormatIndicator);
        buffer.Property(PropertyId.MessageExpiryInterval, packet.MessageExpiryInterval);
        buffer.Property(PropertyId.TopicAlias, packet.TopicAlias);
        buffer.Property(PropertyId.ResponseTopic, packet.ResponseTopic);
        buffer.Property(PropertyId.CorrelationData, packet.CorrelationData);
        buffer.UserProperties(packet.UserProperties);
        for (var i = 0; i < packet.SubscriptionIdentifiers.Count; i++)
        {
            buffer.SubscriptionIdentifier(packet.SubscriptionIdentifiers[i]);
        }

        buffer.Property(PropertyId.ContentType, packet.ContentType);
        buffer.EndProperties(properties);
    }
}
