namespace ClosedLoop.Mqtt;

/// <summary>The message that the server publishes when a client goes without saying so.</summary>
internal sealed record WillMessage(string Topic, ReadOnlyMemory<byte> Payload)
{
    public byte Qos { get; init; }

    public bool Retain { get; init; }

    /// <summary>Seconds between the loss of the connection and the will.</summary>
    public uint? DelayInterval { get; init; }

    public byte? PayloadFormatIndicator { get; init; }

    public uint? MessageExpiryInterval { get; init; }

    public string? ContentType { get; init; }

    public string? ResponseTopic { get; init; }

    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}
