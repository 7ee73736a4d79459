namespace ClosedLoop.Benchmarks;

/// <summary>What one round sends: so many messages, so many requests, so many bytes of payload.</summary>
internal sealed record MqttLoad(int Messages, int Trips, int Payload);
