using System.Buffers.Binary;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Where things stand in a valid MQTT 5 packet, worked out from the specification and not by the codec that is under test.</summary>
internal static class Anatomy
{
    /// <summary>Where the length of the properties begins, or -1 if the packet is of a kind, or so short, that it has none.</summary>
    public static int PropertiesAt(ReadOnlySpan<byte> packet)
    {
        Frames.TryHeader(packet, out var header, out var length);
        var at = (PacketType)(packet[0] >> 4) switch
        {
            PacketType.Connect => 10,
            PacketType.ConnAck or PacketType.Subscribe or PacketType.SubAck or PacketType.Unsubscribe or PacketType.UnsubAck => 2,
            PacketType.Publish => 2 + BinaryPrimitives.ReadUInt16BigEndian(packet[header..]) + ((packet[0] & 0x06) != 0 ? 2 : 0),
            PacketType.PubAck or PacketType.PubRec or PacketType.PubRel or PacketType.PubComp => 3,
            PacketType.Disconnect or PacketType.Auth => 1,
            _ => int.MaxValue,
        };
        return at < length ? header + at : -1;
    }

    /// <summary>A variable byte integer; the position moves behind it.</summary>
    public static int TakeInteger(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    /// <summary>Length of the property that begins at a position, its identifier included.</summary>
    public static int PropertyLength(ReadOnlySpan<byte> bytes, int at)
    {
        var start = at;
        switch (bytes[at++])
        {
            case 1 or 23 or 25 or 36 or 37 or 40 or 41 or 42: at += 1; break;
            case 19 or 33 or 34 or 35: at += 2; break;
            case 2 or 17 or 24 or 39: at += 4; break;
            case 11: TakeInteger(bytes, ref at); break;
            case 38: at += Text(bytes, at); at += Text(bytes, at); break;
            default: at += Text(bytes, at); break;
        }
        return at - start;
    }

    private static int Text(ReadOnlySpan<byte> bytes, int at) => 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
