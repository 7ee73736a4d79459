namespace ClosedLoop.Simulators;

/// <summary>How a simulated bus behaves. By default it is quick, orderly and loses nothing. Probabilities are between 0 and 1.</summary>
public sealed record BusFaults
{
    /// <summary>Least time that a message takes over one hop; 1 ms by default.</summary>
    public TimeSpan MinLatency { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Greatest time that a message takes over one hop; 5 ms by default.</summary>
    public TimeSpan MaxLatency { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Longest wait before a client connects again; 2 s by default.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether a publish travels to the broker, and its acknowledgement back; by default the broker has it when the call returns.</summary>
    public bool PublishLatency { get; init; }

    /// <summary>Probability that a message is delivered a second time.</summary>
    public double Duplicate { get; init; }

    /// <summary>Whether messages overtake each other, also within a topic.</summary>
    public bool Reorder { get; init; }

    /// <summary>Probability that a message is acknowledged and never delivered. Harsher than MQTT allows.</summary>
    public double DropSilently { get; init; }

    /// <summary>Probability that a QoS 0 message is lost on a hop.</summary>
    public double DropQos0 { get; init; }

    /// <summary>Probability that a publish breaks its sender's connection, before or after the broker has the message.</summary>
    public double Cut { get; init; }

    /// <summary>
    /// Whether the broker learns at once of a client's death (the operating system closes the socket) instead of after 1.5 times the keep-alive.
    /// </summary>
    public bool DeathNoticedAtOnce { get; init; }
}
