namespace ClosedLoop.Mqtt;

/// <summary>
/// The one seam to a broker: a connection that keeps itself alive. It is implemented by the client over TCP and by the simulated bus.
/// </summary>
public interface IMqttConnection : IAsyncDisposable
{
    /// <summary>Whether the broker has acknowledged the current connection.</summary>
    bool IsConnected { get; }

    /// <summary>
    /// Publishes a message. While the connection is down a QoS 1 message waits for it and is sent again until acknowledged; cancellation ends the waiting
    /// (the message may or may not have been delivered).
    /// </summary>
    ValueTask<MqttPublishOutcome> PublishAsync(MqttMessage message, CancellationToken cancellationToken = default);

    /// <summary>
    /// Subscribes now and again after every reconnect. The handler is awaited before the next message of this connection is handled and before a QoS 1
    /// message is acknowledged, so it must only hand the message over; it is called from any thread.
    /// </summary>
    ValueTask SubscribeAsync(string topicFilter, MqttQos qos, Func<MqttMessage, ValueTask> onMessage, CancellationToken cancellationToken = default);
}
