namespace ClosedLoop.Mqtt;

/// <summary>One session's subscription to one filter.</summary>
internal sealed record BrokerSubscription(BrokerSession Session, SubscriptionRequest Request, uint? Identifier)
{
    /// <summary>None or one.</summary>
    public IReadOnlyList<uint> Identifiers { get; } = Identifier is { } only ? [only] : [];

    public byte Qos => Math.Min(Request.MaximumQos, (byte)1);
}
