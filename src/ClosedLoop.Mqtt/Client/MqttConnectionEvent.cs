namespace ClosedLoop.Mqtt;

/// <summary>A change of a connection's state, for the operator's log.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="ClientId">Whose connection it is.</param>
/// <param name="Detail">One sentence.</param>
public sealed record MqttConnectionEvent(MqttConnectionEventKind Kind, string ClientId, string Detail)
{
    /// <summary>Number of successful connects so far.</summary>
    public long Connects { get; init; }

    /// <summary>Whether the broker still had the session; only with <see cref="MqttConnectionEventKind.Connected"/>.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>How long until the next attempt, or null if there is none.</summary>
    public TimeSpan? NextAttempt { get; init; }

    /// <summary>
    /// Whether waiting will not help, because credentials, certificates, names or files are wrong, or another client uses the same id: a person must act. It is
    /// tried again all the same, at the longest interval.
    /// </summary>
    public bool NeedsPerson { get; init; }

    /// <summary>The cause, or null if it went as intended.</summary>
    public Exception? Cause { get; init; }
}
