namespace ClosedLoop.Mqtt;

/// <summary>
/// The one seam to a broker: a connection that keeps itself alive. It is implemented by the client over TCP and by the simulated bus; what every
/// implementation guarantees is written in <c>docs/decisions/0007-the-mqtt-seam.md</c> and checked by one suite of tests.
/// </summary>
public interface IMqttConnection : IAsyncDisposable
{
    /// <summary>Whether the broker has acknowledged the current connection.</summary>
    bool IsConnected { get; }

    /// <summary>
    /// Publishes a message. While the connection is down it waits; a QoS 1 message is sent again until acknowledged. It never waits longer than
    /// <see cref="MqttConnectionOptions.PublishTimeout"/>; cancellation ends the waiting earlier, with an exception. In both cases the message may or may
    /// not have been delivered.
    /// </summary>
    /// <exception cref="ArgumentException">No broker would take the message.</exception>
    /// <exception cref="MqttProtocolException">This broker does not take it: too long, retained, or of a quality of service that is not offered.</exception>
    /// <exception cref="ObjectDisposedException">The connection was disposed before or meanwhile.</exception>
    ValueTask<MqttPublishOutcome> PublishAsync(MqttMessage message, CancellationToken cancellationToken = default);

    /// <summary>
    /// Subscribes now and again after every reconnect. The handler is awaited before the next message of this connection is handled and before a QoS 1
    /// message is acknowledged, so it must only hand the message over; it is called from any thread. Several handlers of one filter are all called. The task
    /// ends when the broker has granted it; cancellation takes the handler back.
    /// </summary>
    /// <exception cref="ArgumentException">Not a filter, or the filter has a handler already that asked for it with other options.</exception>
    /// <exception cref="MqttProtocolException">The broker refuses the subscription.</exception>
    /// <exception cref="ObjectDisposedException">The connection was disposed before or meanwhile.</exception>
    ValueTask SubscribeAsync(MqttSubscription subscription, Func<MqttMessage, ValueTask> onMessage, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends a subscription with all its handlers: none of them is called again, except one that is running. The task ends when the broker has confirmed it, or
    /// at once while there is no connection; the broker is then told at the next one. Without such a subscription nothing happens.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The connection was disposed before.</exception>
    ValueTask UnsubscribeAsync(string topicFilter, CancellationToken cancellationToken = default);
}
