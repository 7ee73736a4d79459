namespace ClosedLoop.Mqtt;

/// <summary>A message on its way to the handlers, with the connection that must acknowledge it.</summary>
internal readonly record struct ReceivedMessage(PublishPacket Packet, PacketChannel Source, long Connect, long ReceivedAt);
