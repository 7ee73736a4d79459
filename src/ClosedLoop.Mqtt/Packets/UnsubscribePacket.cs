namespace ClosedLoop.Mqtt;

internal sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<string> Filters) : MqttPacket
{
    public override PacketType Type => PacketType.Unsubscribe;
}
