namespace ClosedLoop.Mqtt;

internal sealed record DisconnectPacket(MqttReasonCode ReasonCode = MqttReasonCode.Success) : MqttPacket
{
    public override PacketType Type => PacketType.Disconnect;

    public uint? SessionExpiryInterval { get; init; }

    public string? ReasonString { get; init; }

    public string? ServerReference { get; init; }
}
