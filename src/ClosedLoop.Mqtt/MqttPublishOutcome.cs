namespace ClosedLoop.Mqtt;

/// <summary>What the next hop said of a publish.</summary>
public enum MqttPublishOutcome
{
    /// <summary>QoS 0: written to the connection. QoS 1: acknowledged.</summary>
    Accepted,

    /// <summary>QoS 1, reason code 0x10: acknowledged, but nobody subscribes to the topic. Not delivered.</summary>
    NoMatchingSubscribers,

    /// <summary>QoS 1: refused with a reason code of 0x80 or higher.</summary>
    Refused,

    /// <summary>Never sent: the message's expiry passed while it waited for the connection. Not delivered.</summary>
    Expired,

    /// <summary>Not acknowledged within <see cref="MqttConnectionOptions.PublishTimeout"/>. It may or may not have been delivered, or still be.</summary>
    TimedOut,

    /// <summary>Not taken: too many messages wait already, see <see cref="MqttConnectionOptions.MaximumWaiting"/>. Not delivered.</summary>
    QueueFull,
}
