namespace ClosedLoop.Mqtt;

/// <summary>A packet that can be written. Implemented by structs where packets come in streams, so that none is allocated only to be written.</summary>
internal interface IOutgoingPacket
{
    /// <summary>Type and flags.</summary>
    byte FirstByte { get; }

    /// <summary>Everything behind the fixed header.</summary>
    void WriteBody(PacketBuffer buffer, MqttVersion version);
}
