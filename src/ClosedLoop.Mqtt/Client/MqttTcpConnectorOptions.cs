namespace ClosedLoop.Mqtt;

/// <summary>How a connector connects. The defaults suit a laboratory's network.</summary>
public sealed record MqttTcpConnectorOptions
{
    /// <summary>
    /// Which version of MQTT is spoken; 5 by default. Over 3.1.1 a message loses its response topic, correlation data, content type and user properties; its
    /// expiry holds only until it is sent; a will has no delay; nobody is told that there is no subscriber; and subscriptions with other options than a
    /// quality of service are refused with <see cref="NotSupportedException"/>. A session then lives as long as the broker likes, whatever its expiry says,
    /// unless that is zero.
    /// </summary>
    public MqttVersion Version { get; init; } = MqttVersion.V5;

    /// <summary>TLS, or null for none.</summary>
    public MqttTlsOptions? Tls { get; init; }

    /// <summary>User and password, or null for none.</summary>
    public MqttCredentials? Credentials { get; init; }

    /// <summary>Wait after the first failure; doubles with each further one. 200 ms by default.</summary>
    public TimeSpan ShortestBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Longest wait between two attempts; each wait is shortened at random by up to a half. Taken at once when only a person can help. 30 s by default.
    /// </summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Limit for TCP, TLS, CONNACK and the restoring of subscriptions together. 10 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer to a ping may take before the connection counts as lost. 10 s by default.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long <see cref="IAsyncDisposable.DisposeAsync"/> waits for the last bytes to leave. 2 s by default.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Largest packet accepted from the broker, in bytes. 16 MiB by default.</summary>
    public uint MaximumPacketSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// QoS 1 messages that the broker may send before the first of them is acknowledged; also the length of the queue before the handlers. 1024 by default.
    /// </summary>
    public ushort ReceiveMaximum { get; init; } = 1024;

    /// <summary>
    /// A resumed session delivers before a restarted program has subscribed again. Messages without a handler are held back this long, unacknowledged, for a
    /// subscription to claim them. 10 s by default.
    /// </summary>
    public TimeSpan UnclaimedHold { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Seed of the jitter, or null for a different one in every process.</summary>
    public int? JitterSeed { get; init; }

    /// <summary>Called at every change of state, from any thread; must return quickly and not throw.</summary>
    public Action<MqttConnectionEvent>? OnEvent { get; init; }
}
