namespace ClosedLoop.Mqtt;

/// <summary>Between what callers see and what travels.</summary>
internal static class MessageMapping
{
    public static PublishPacket ToPacket(MqttMessage message, ushort packetId, uint? expiry, bool duplicate) => new(message.Topic, message.Payload)
    {
        Qos = (byte)message.Qos,
        Retain = message.Retain,
        Duplicate = duplicate,
        PacketId = packetId,
        MessageExpiryInterval = expiry,
        ResponseTopic = message.ResponseTopic,
        CorrelationData = message.CorrelationData.IsEmpty ? (ReadOnlyMemory<byte>?)null : message.CorrelationData,
        ContentType = message.ContentType,
        UserProperties = message.UserProperties,
    };

    public static WillMessage ToWill(MqttMessage message, TimeSpan delay) => new(message.Topic, message.Payload)
    {
        DelayInterval = delay > TimeSpan.Zero ? Seconds(delay) : null,
        Qos = (byte)message.Qos,
        Retain = message.Retain,
        MessageExpiryInterval = message.Expiry is { } expiry ? Seconds(expiry) : null,
        ResponseTopic = message.ResponseTopic,
        CorrelationData = message.CorrelationData.IsEmpty ? (ReadOnlyMemory<byte>?)null : message.CorrelationData,
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

    public static MqttPublishOutcome ToOutcome(MqttReasonCode acknowledged) => acknowledged switch
    {
        MqttReasonCode.NoMatchingSubscribers => MqttPublishOutcome.NoMatchingSubscribers,
        >= MqttReasonCode.UnspecifiedError => MqttPublishOutcome.Refused,
        _ => MqttPublishOutcome.Accepted,
    };

    public static MqttProtocolException ToException(PubAckPacket refused) =>
        new(refused.ReasonCode, $"The broker refuses the message{ConnectFailure.Words(refused.ReasonString, null)}");

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

    /// <summary>Why this broker does not take a message, or null.</summary>
    public static MqttProtocolException? Refusal(MqttMessage message, ConnAckPacket limits) =>
        message.Qos == MqttQos.AtLeastOnce && limits.MaximumQos == 0
            ? new(MqttReasonCode.QosNotSupported, $"The broker takes only QoS 0, and the message on {message.Topic} is published with QoS 1")
        : message.Retain && limits.RetainAvailable == false
            ? new(MqttReasonCode.RetainNotSupported, $"The broker keeps no retained messages, as the one on {message.Topic} is to be")
        : null;

    public static MqttProtocolException TooLong(PublishPacket packet, PacketChannel channel) => new(
        MqttReasonCode.PacketTooLarge,
        $"The message on {packet.Topic} has {channel.SizeOf(packet)} bytes on the wire, and the broker accepts {channel.MaximumOutgoing}");
}
