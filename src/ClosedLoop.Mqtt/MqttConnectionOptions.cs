namespace ClosedLoop.Mqtt;

/// <summary>What a client tells the broker about itself. The address of the broker belongs to the connector.</summary>
public sealed record MqttConnectionOptions
{
    /// <summary>Client identifier; unique at the broker.</summary>
    public required string ClientId { get; init; }

    /// <summary>Whether the broker forgets an earlier session of this client at the first connect. Reconnects always resume.</summary>
    public bool CleanStart { get; init; }

    /// <summary>How long the broker keeps the session after a disconnect; zero ends it at once.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Longest silence before the client pings; the broker drops a client silent for 1.5 times as long.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The will for the n-th connect of this connection (from 1), or null for none. Asked at every connect, so that it can carry an epoch.</summary>
    public Func<long, MqttMessage>? Will { get; init; }

    /// <summary>
    /// How long the broker waits with the will after the connection is lost; it is not published if the client is back in time, and no later than the session
    /// ends. Zero by default. Not in MQTT 3.1.1, where the will is published at once.
    /// </summary>
    public TimeSpan WillDelay { get; init; }

    /// <summary>
    /// Longest that a publish waits for the connection and the acknowledgement together, after which it is <see cref="MqttPublishOutcome.TimedOut"/>. One
    /// minute by default; <see cref="Timeout.InfiniteTimeSpan"/> leaves it to the caller's cancellation.
    /// </summary>
    public TimeSpan PublishTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Messages that may wait to be sent; a further publish is <see cref="MqttPublishOutcome.QueueFull"/> at once. 65,536 by default.
    /// </summary>
    public int MaximumWaiting { get; init; } = 65_536;

    /// <summary>Bytes of payload that may wait to be sent, in the same way; one message may always wait. 64 MiB by default.</summary>
    public long MaximumWaitingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Called after the n-th connect (from 1), once subscriptions are in place, before waiting publishes go out. It may publish.</summary>
    public Func<long, ValueTask>? OnConnected { get; init; }
}
