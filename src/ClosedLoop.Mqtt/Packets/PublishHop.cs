namespace ClosedLoop.Mqtt;

/// <summary>What of a PUBLISH differs from one hop to the next, while its content stays the same.</summary>
/// <param name="Qos">0 or 1.</param>
/// <param name="Retain">The retain flag.</param>
/// <param name="Duplicate">Whether it may have been sent before.</param>
/// <param name="PacketId">0 for QoS 0.</param>
/// <param name="ExpiryInterval">Seconds left, or null for ever.</param>
/// <param name="SubscriptionIdentifiers">Of the subscriptions that it is delivered for.</param>
internal readonly record struct PublishHop(
    byte Qos, bool Retain, bool Duplicate, ushort PacketId, uint? ExpiryInterval, IReadOnlyList<uint> SubscriptionIdentifiers);
