namespace ClosedLoop.Mqtt;

/// <summary>The will inside CONNECT (section 3.1.3.2).</summary>
internal static class WillCodec
{
    public static void Write(PacketBuffer buffer, WillMessage will, MqttVersion version)
    {
        if (version == MqttVersion.V5)
        {
            WriteProperties(buffer, will);
        }

        buffer.Text(will.Topic);
        buffer.Binary(will.Payload.Span);
    }

    public static WillMessage Read(ref PacketReader reader, byte connectFlags)
    {
        var will = new WillMessage("", default) { Qos = (byte)((connectFlags >> 3) & 0x03), Retain = (connectFlags & 0x20) != 0 };
        var properties = reader.ReadProperties();
        while (properties.Next(out var id))
        {
            will = id switch
            {
                PropertyId.WillDelayInterval => will with { DelayInterval = properties.UInt32() },
                PropertyId.PayloadFormatIndicator => will with { PayloadFormatIndicator = properties.Flag(id) ? (byte)1 : (byte)0 },
                PropertyId.MessageExpiryInterval => will with { MessageExpiryInterval = properties.UInt32() },
                PropertyId.ContentType => will with { ContentType = properties.Text() },
                PropertyId.ResponseTopic => will with { ResponseTopic = PublishCodec.CheckedTopic(properties.Text()) },
                PropertyId.CorrelationData => will with { CorrelationData = properties.Binary() },
                _ => throw PropertyReader.NotAllowed(id, PacketType.Connect),
            };
        }
        return will with { UserProperties = properties.UserProperties, Topic = PublishCodec.CheckedTopic(reader.ReadText()), Payload = reader.ReadBinary() };
    }

    private static void WriteProperties(PacketBuffer buffer, WillMessage will)
    {
        var properties = buffer.BeginProperties();
        buffer.Property(PropertyId.WillDelayInterval, will.DelayInterval);
        buffer.Property(PropertyId.PayloadFormatIndicator, will.PayloadFormatIndicator);
        buffer.Property(PropertyId.MessageExpiryInterval, will.MessageExpiryInterval);
        buffer.Property(PropertyId.ContentType, will.ContentType);
        buffer.Property(PropertyId.ResponseTopic, will.ResponseTopic);
        buffer.Property(PropertyId.CorrelationData, will.CorrelationData);
        buffer.UserProperties(will.UserProperties);
        buffer.EndProperties(properties);
    }
}
