namespace ClosedLoop.Mqtt;

/// <summary>What a client wants to receive, and how.</summary>
/// <param name="Filter">
/// The topic filter. <c>$share/GROUP/FILTER</c> shares the messages of FILTER among all clients of the group: each goes to one of them.
/// </param>
public sealed record MqttSubscription(string Filter)
{
    /// <summary>Highest quality of service of what is delivered; <see cref="MqttQos.AtLeastOnce"/> by default.</summary>
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;

    /// <summary>Whether what this client itself publishes is left out; not with a shared filter. False by default. Not in MQTT 3.1.1.</summary>
    public bool NoLocal { get; init; }

    /// <summary>
    /// Whether <see cref="MqttMessage.Retain"/> of a received message says how it was published, instead of whether it comes from the retained store. False by
    /// default. Not in MQTT 3.1.1.
    /// </summary>
    public bool RetainAsPublished { get; init; }

    /// <summary>When retained messages are sent; at every subscribe by default. Not in MQTT 3.1.1.</summary>
    public RetainHandling RetainHandling { get; init; }

    /// <summary>Throws <see cref="ArgumentException"/> for a subscription that no broker would take.</summary>
    internal void Check()
    {
        if (!TopicFilter.IsValidFilter(Filter))
        {
            throw new ArgumentException($"'{Filter}' is not a topic filter.");
        }

        if (Qos is not (MqttQos.AtMostOnce or MqttQos.AtLeastOnce))
        {
            throw new ArgumentException($"QoS {(byte)Qos} is not offered.");
        }

        if (RetainHandling is < RetainHandling.AtEverySubscribe or > RetainHandling.Never)
        {
            throw new ArgumentException($"Retain handling {(byte)RetainHandling} does not exist.");
        }

        if (NoLocal && TopicFilter.IsShared(Filter))
        {
            throw new ArgumentException($"A shared subscription cannot leave out the client's own messages: '{Filter}'.");
        }
    }
}
