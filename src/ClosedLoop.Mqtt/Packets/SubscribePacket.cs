namespace ClosedLoop.Mqtt;

internal sealed record SubscribePacket(ushort PacketId, IReadOnlyList<SubscriptionRequest> Requests) : MqttPacket
{
    public override PacketType Type => PacketType.Subscribe;

    /// <summary>1 to 268,435,455.</summary>
    public uint? SubscriptionIdentifier { get; init; }
}
