namespace ClosedLoop.Mqtt;

/// <summary>PUBLISH (section 3.3).</summary>
internal static class PublishCodec
{
    public static byte FirstByte(in PublishHop hop) =>
        (byte)(((int)PacketType.Publish << 4) | (hop.Duplicate ? 0x08 : 0) | (hop.Qos << 1) | (hop.Retain ? 0x01 : 0));

    public static PublishHop HopOf(PublishPacket packet) =>
        new(packet.Qos, packet.Retain, packet.Duplicate, packet.PacketId, packet.MessageExpiryInterval, packet.SubscriptionIdentifiers);

    /// <summary>Writes the content of a packet as it is to travel on this hop.</summary>
    public static void Write(PacketBuffer buffer, PublishPacket content, in PublishHop hop, MqttVersion version)
    {
        WriteHeader(buffer, content.Topic, hop);
        if (version == MqttVersion.V5)
        {
            var properties = buffer.BeginProperties();
            buffer.Property(PropertyId.PayloadFormatIndicator, content.PayloadFormatIndicator);
            buffer.Property(PropertyId.TopicAlias, content.TopicAlias);
            buffer.Property(PropertyId.CorrelationData, content.CorrelationData);
            EndProperties(buffer, properties, hop, content.ResponseTopic, content.ContentType, content.UserProperties);
        }

        buffer.Raw(content.Payload.Span);
    }

    /// <summary>Writes a message as it is to travel on this hop.</summary>
    public static void Write(PacketBuffer buffer, MqttMessage content, in PublishHop hop, MqttVersion version)
    {
        WriteHeader(buffer, content.Topic, hop);
        if (version == MqttVersion.V5)
        {
            var properties = buffer.BeginProperties();
            buffer.Property(PropertyId.CorrelationData, content.CorrelationData.IsEmpty ? (ReadOnlyMemory<byte>?)null : content.CorrelationData);
            EndProperties(buffer, properties, hop, content.ResponseTopic, content.ContentType, content.UserProperties);
        }

        buffer.Raw(content.Payload.Span);
    }

    public static PublishPacket Read(PacketReader reader, byte flags, PublishCache cache)
    {
        var qos = (byte)((flags >> 1) & 0x03);
        var duplicate = (flags & 0x08) != 0;
        if (qos == 3 || (duplicate && qos == 0))
        {
            throw PacketReader.Malformed("The flags of PUBLISH contradict each other");
        }

        // Only in place of an alias may it be empty.
        var topicBytes = reader.Take(reader.ReadUInt16());
        var topic = topicBytes.IsEmpty ? "" : cache.Topic(topicBytes);
        var packetId = qos > 0 ? reader.ReadPacketId() : (ushort)0;
        var (indicator, expiry, alias) = ((byte?)null, (uint?)null, (ushort?)null);
        var (responseTopic, contentType) = ((string?)null, (string?)null);
        ReadOnlyMemory<byte>? correlation = null;
        IReadOnlyList<uint> identifiers = [];
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
                case PropertyId.SubscriptionIdentifier: identifiers = With(identifiers, properties.PositiveVariableInteger(id), cache); break;
                case PropertyId.ContentType: contentType = properties.Text(); break;
                default: throw PropertyReader.NotAllowed(id, PacketType.Publish);
            }
        }
        if (alias == 0)
        {
            throw new MqttProtocolException(MqttReasonCode.TopicAliasInvalid, "Topic alias 0");
        }

        if (topicBytes.IsEmpty && alias is null)
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
            SubscriptionIdentifiers = identifiers,
            UserProperties = properties.UserProperties,
        };
    }

    public static string CheckedTopic(string topic) =>
        TopicFilter.IsValidTopic(topic) ? topic : throw new MqttProtocolException(MqttReasonCode.TopicNameInvalid, "A topic is empty or has wildcards");

    private static IReadOnlyList<uint> With(IReadOnlyList<uint> identifiers, uint added, PublishCache cache)
    {
        if (identifiers.Count == 0)
        {
            return cache.Identifiers(added);
        }

        var several = identifiers as List<uint> ?? [.. identifiers];
        several.Add(added);
        return several;
    }

    private static void WriteHeader(PacketBuffer buffer, string topic, in PublishHop hop)
    {
        buffer.Text(topic);
        if (hop.Qos > 0)
        {
            buffer.UInt16(hop.PacketId);
        }
    }

    private static void EndProperties(
        PacketBuffer buffer,
        int start,
        in PublishHop hop,
        string? responseTopic,
        string? contentType,
        IReadOnlyList<KeyValuePair<string, string>> userProperties)
    {
        buffer.Property(PropertyId.MessageExpiryInterval, hop.ExpiryInterval);
        buffer.Property(PropertyId.ResponseTopic, responseTopic);
        buffer.UserProperties(userProperties);
        for (var i = 0; i < hop.SubscriptionIdentifiers.Count; i++)
        {
            buffer.SubscriptionIdentifier(hop.SubscriptionIdentifiers[i]);
        }

        buffer.Property(PropertyId.ContentType, contentType);
        buffer.EndProperties(start);
    }
}
