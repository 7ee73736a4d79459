namespace ClosedLoop.Mqtt;

/// <summary>Where a broker listens.</summary>
/// <param name="Host">Host name or IP address.</param>
/// <param name="Port">TCP port; 1883 by default. For a broker that is about to start, 0 asks for any free port.</param>
public sealed record MqttAddress(string Host, int Port = 1883)
{
    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"mqtt://[{Host}]:{Port}" : $"mqtt://{Host}:{Port}";
}
