namespace ClosedLoop.Mqtt;

/// <summary>Where an embedded broker listens and what it allows.</summary>
public sealed record MqttBrokerOptions
{
    /// <summary>Where to listen; only this machine, port 1883, by default. Port 0 takes a free one, see <see cref="MqttBroker.Address"/>.</summary>
    public MqttAddress Address { get; init; } = new("127.0.0.1");

    /// <summary>Where to listen with TLS besides; nowhere by default.</summary>
    public MqttTlsEndpoint? Tls { get; init; }

    /// <summary>
    /// User names and passwords in the format of mosquitto_passwd, read again when it changes; every client needs one of them, except behind client
    /// certificates. Null by default: no client is asked who it is, and the broker starts only on addresses that no other machine reaches.
    /// </summary>
    public string? PasswordFile { get; init; }

    /// <summary>
    /// Who may read and write which topics, in the format of mosquitto's acl_file, read again when it changes and applied to a client when it connects. Null
    /// by default: everybody may do everything.
    /// </summary>
    public string? AclFile { get; init; }

    /// <summary>How long the answer to a wrong password is held back. 1 s by default.</summary>
    public TimeSpan FailedLoginDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Largest packet accepted from a client, in bytes; announced to it. 16 MiB by default.</summary>
    public uint MaximumPacketSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>Clients connected at the same time; further ones are refused as busy. 1,000 by default.</summary>
    public int MaximumConnections { get; init; } = 1_000;

    /// <summary>
    /// Messages that may wait for one client, connected or not. Beyond that a QoS 0 message is dropped; a QoS 1 message is refused, newest first, because the
    /// publishers of the older ones have been told that they arrived: if every client that it matches is full, its publisher gets 0x97. 50,000 by default.
    /// </summary>
    public int MaximumQueue { get; init; } = 50_000;

    /// <summary>Payload bytes that may wait for one client, in the same way; one message may always wait. 64 MiB by default.</summary>
    public long MaximumQueueBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Subscriptions of one client; a further one is refused with 0x97. 1,000 by default.</summary>
    public int MaximumSubscriptions { get; init; } = 1_000;

    /// <summary>Levels of a topic or filter; deeper ones are refused with 0x90 or 0x8F. 64 by default.</summary>
    public int MaximumTopicLevels { get; init; } = 64;

    /// <summary>QoS 1 messages that a client may send before the first of them is acknowledged; announced to it, and enforced. 65,535 by default.</summary>
    public ushort ReceiveMaximum { get; init; } = ushort.MaxValue;

    /// <summary>Topics with a retained message; a further one is refused with 0x97. 100,000 by default.</summary>
    public int MaximumRetained { get; init; } = 100_000;

    /// <summary>Payload bytes of all retained messages together, in the same way. 256 MiB by default.</summary>
    public long MaximumRetainedBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Sessions of clients that are not connected; the one that has been away longest gives way. 10,000 by default.</summary>
    public int MaximumSessions { get; init; } = 10_000;

    /// <summary>How long a new connection may take to introduce itself. 10 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Called in order, from one thread at a time, for the operator's log. If it cannot keep up, the oldest events are lost.</summary>
    public Action<MqttBrokerEvent>? OnEvent { get; init; }
}
