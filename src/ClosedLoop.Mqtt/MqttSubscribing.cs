namespace ClosedLoop.Mqtt;

/// <summary>The short form of a subscription without options.</summary>
public static class MqttSubscribing
{
    /// <inheritdoc cref="IMqttConnection.SubscribeAsync"/>
    public static ValueTask SubscribeAsync(
        this IMqttConnection connection,
        string topicFilter,
        MqttQos qos,
        Func<MqttMessage, ValueTask> onMessage,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.SubscribeAsync(new MqttSubscription(topicFilter) { Qos = qos }, onMessage, cancellationToken);
    }
}
