namespace ClosedLoop.Mqtt;

/// <summary>What happened to a connection.</summary>
public enum MqttConnectionEventKind
{
    /// <summary>Connected, subscriptions in place.</summary>
    Connected,

    /// <summary>An attempt to connect failed; another one follows.</summary>
    ConnectFailed,

    /// <summary>An established connection ended; another one follows.</summary>
    Disconnected,

    /// <summary>The broker refused, after a reconnect, a subscription that it had granted before. It is asked again at the next connect.</summary>
    SubscriptionRefused,

    /// <summary>The broker refused a message, for instance because this client may not write there. Its publisher is told that it was refused.</summary>
    PublishRefused,

    /// <summary>A message handler threw. The message was acknowledged with a failure and is not delivered again.</summary>
    HandlerFailed,

    /// <summary>A message arrived for which there is no handler. It was acknowledged and dropped.</summary>
    MessageUnclaimed,

    /// <summary>Disposed or aborted; nothing follows.</summary>
    Closed,
}
