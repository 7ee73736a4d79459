namespace ClosedLoop.Mqtt;

/// <summary>Between what callers see and what travels.</summary>
internal static class MessageMapping
{
    public static OutgoingMessage ToPacket(MqttMessage message, ushort packetId, uint? expiry, bool duplicate) =>
        new(message, new PublishHop((byte)message.Qos, message.Retain, duplicate, packetId, expiry, []));

    public static WillMessage ToWill(MqttMessage message) => new(message.Topic, message.Payload)
    {
        Qos = (byte)message.Qos,
        Retain = message.Retain,
        MessageExpiryInterval = message.Expiry is { } expiry ? Seconds(expiry) : null,
        ResponseTopic = message.ResponseTopic,
        CorrelationData = message.CorrelationData.IsEmpty ? null : message.CorrelationData,
        ContentType = message.ContentType,
        UserProperties = message.UserProperties,
    };

    public static MqttMessage ToMessage(PublishPacket packet) => new(packet.Topic, packet.Payload)
    {
        Qos = packet.Qos == 0 ? MqttQos.AtMostOnce : MqttQos.AtLeastOnce,
        Retain = packet.Retain,
        ResponseTopic = packet.ResponseTopic,
        CorrelationData = packet.CorrelationData ?? default,
        Expiry = packet.MessageExpiryInterval is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        ContentType = packet.ContentType,
        UserProperties = packet.UserProperties,
    };

    /// <summary>Whole seconds, rounded up, at least 1: an interval of 0 would mean something else.</summary>
    public static uint Seconds(TimeSpan interval) => (uint)Math.Clamp(Math.Ceiling(interval.TotalSeconds), 1, uint.MaxValue);

    /// <summary>Throws <see cref="ArgumentException"/> for a message that no broker would take.</summary>
    public static void Check(MqttMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!TopicFilter.IsValidTopic(message.Topic))
        {
            throw new ArgumentException($"'{message.Topic}' is not a topic that can be published to.", nameof(message));
        }

        if (message.ResponseTopic is { } response && !TopicFilter.IsValidTopic(response))
        {
            throw new ArgumentException($"'{response}' is not a topic that can be responded to.", nameof(message));
        }

        if (message.Qos is not (MqttQos.AtMostOnce or MqttQos.AtLeastOnce))
        {
            throw new ArgumentException($"QoS {(byte)message.Qos} is not offered.", nameof(message));
        }

        if (message.Expiry <= TimeSpan.Zero)
        {
            throw new ArgumentException("An expiry must be positive.", nameof(message));
        }
    }
}
