namespace ClosedLoop.Mqtt;

/// <summary>One topic filter of a SUBSCRIBE packet with its options (section 3.8.3.1).</summary>
internal sealed record SubscriptionRequest(string Filter)
{
    public byte MaximumQos { get; init; }

    public bool NoLocal { get; init; }

    public bool RetainAsPublished { get; init; }

    public RetainHandling RetainHandling { get; init; }
}
