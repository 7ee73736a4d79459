namespace ClosedLoop.Mqtt;

/// <summary>What PUBACK, PUBREC, PUBREL and PUBCOMP have in common.</summary>
internal abstract record AcknowledgementPacket(ushort PacketId, MqttReasonCode ReasonCode) : MqttPacket
{
    public string? ReasonString { get; init; }
}
