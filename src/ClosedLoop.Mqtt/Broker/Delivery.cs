namespace ClosedLoop.Mqtt;

/// <summary>One message on its way to one client.</summary>
internal sealed class Delivery(StoredMessage message, byte qos, bool retain, IReadOnlyList<uint> subscriptionIdentifiers, SharedGroup? group = null)
{
    public StoredMessage Message { get; } = message;

    public byte Qos { get; } = qos;

    /// <summary>The group that it goes on to if the session ends first.</summary>
    public SharedGroup? Group { get; } = group;

    /// <summary>Given only while it is in flight.</summary>
    public ushort PacketId { get; set; }

    /// <summary>Place in the order of first sending.</summary>
    public long Order { get; set; }

    public PublishPacket ToPacket(uint? secondsLeft, bool duplicate) => Message.Packet with
    {
        Qos = Qos,
        Retain = retain,
        Duplicate = duplicate,
        PacketId = PacketId,
        MessageExpiryInterval = secondsLeft,
        SubscriptionIdentifiers = subscriptionIdentifiers,
    };
}
