namespace ClosedLoop.Mqtt;

internal sealed record AuthPacket(MqttReasonCode ReasonCode) : MqttPacket
{
    public override PacketType Type => PacketType.Auth;

    public string? AuthenticationMethod { get; init; }

    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }

    public string? ReasonString { get; init; }
}
