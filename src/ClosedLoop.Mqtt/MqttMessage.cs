namespace ClosedLoop.Mqtt;

/// <summary>An application message, as published or as received.</summary>
/// <param name="Topic">The topic name; without wildcards.</param>
/// <param name="Payload">The payload; empty with <see cref="Retain"/> clears a retained message.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Quality of service; <see cref="MqttQos.AtLeastOnce"/> by default.</summary>
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;

    /// <summary>On publish: keep as the topic's retained message. On receipt: the message came from the retained store.</summary>
    public bool Retain { get; init; }

    /// <summary>Where a response is expected, or null.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>Opaque data that a response repeats; empty when there is none.</summary>
    public ReadOnlyMemory<byte> CorrelationData { get; init; }

    /// <summary>How long the message is worth delivering, or null for ever. The broker counts it down in whole seconds.</summary>
    public TimeSpan? Expiry { get; init; }

    /// <summary>MIME type of the payload, or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>User properties in order; names may repeat.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}
