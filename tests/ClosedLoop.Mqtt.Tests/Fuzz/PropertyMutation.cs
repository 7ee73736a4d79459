namespace ClosedLoop.Mqtt.Tests;

/// <summary>Mutations of the property section of a valid MQTT 5 packet. A packet without one stays as it is.</summary>
internal static class PropertyMutation
{
    private const byte SubscriptionIdentifier = 11;
    private const byte UserProperty = 38;

    // A lone continuation, an overlong form, a surrogate, U+0000, beyond U+10FFFF, a sequence that ends early.
    private static readonly byte[][] NotText = [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0x00], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]];

    /// <summary>Section 2.2.2.2: every property, with a valid value, and the packets that may carry it.</summary>
    private static readonly (byte[] Bytes, PacketType[] In)[] Properties =
    [
        ([1, 1], [PacketType.Publish]),
        ([2, 0, 0, 0, 9], [PacketType.Publish]),
        ([3, 0, 1, 65], [PacketType.Publish]),
        ([8, 0, 1, 65], [PacketType.Publish]),
        ([9, 0, 1, 65], [PacketType.Publish]),
        ([11, 5], [PacketType.Publish, PacketType.Subscribe]),
        ([17, 0, 0, 0, 9], [PacketType.Connect, PacketType.ConnAck, PacketType.Disconnect]),
        ([18, 0, 1, 65], [PacketType.ConnAck]),
        ([19, 0, 9], [PacketType.ConnAck]),
        ([21, 0, 1, 65], [PacketType.Connect, PacketType.ConnAck, PacketType.Auth]),
        ([22, 0, 1, 65], [PacketType.Connect, PacketType.ConnAck, PacketType.Auth]),
        ([23, 1], [PacketType.Connect]),
        ([24, 0, 0, 0, 9], []),
        ([25, 1], [PacketType.Connect]),
        ([26, 0, 1, 65], [PacketType.ConnAck]),
        ([28, 0, 1, 65], [PacketType.ConnAck, PacketType.Disconnect]),
        ([31, 0, 1, 65], [PacketType.ConnAck, PacketType.PubAck, PacketType.PubRec, PacketType.PubRel, PacketType.PubComp, PacketType.SubAck, PacketType.UnsubAck, PacketType.Disconnect, PacketType.Auth]),
        ([33, 0, 9], [PacketType.Connect, PacketType.ConnAck]),
        ([34, 0, 9], [PacketType.Connect, PacketType.ConnAck]),
        ([35, 0, 9], [PacketType.Publish]),
        ([36, 1], [PacketType.ConnAck]),
        ([37, 1], [PacketType.ConnAck]),
        ([39, 0, 0, 9, 9], [PacketType.Connect, PacketType.ConnAck]),
        ([40, 1], [PacketType.ConnAck]),
        ([41, 1], [PacketType.ConnAck]),
        ([42, 1], [PacketType.ConnAck]),
    ];

    public static MqttReasonCode? Apply(Mutation mutation, List<byte> bytes, ref Dice dice)
    {
        var packet = bytes.ToArray();
        var type = (PacketType)(packet[0] >> 4);
        var at = Anatomy.PropertiesAt(packet);
        if (at < 0)
        {
            return null;
        }

        var begin = at;
        var length = Anatomy.TakeInteger(packet, ref begin);
        switch (mutation)
        {
            case Mutation.DoubleProperty: return Double(bytes, packet, type, at, begin, length, ref dice);
            case Mutation.UnknownProperty:
                Insert(bytes, at, begin, length, dice.Of<byte[]>([[0], [4, 0], [10, 0], [12, 0, 0], [29, 0], [43, 1], [63, 0], [0x7F, 0], [0xFF, 0x7F, 0]]));
                return MqttReasonCode.MalformedPacket;
            case Mutation.ForeignProperty:
                var (property, allowed) = dice.Of(Properties);
                Insert(bytes, at, begin, length, property);
                return allowed.Contains(type) ? null : MqttReasonCode.MalformedPacket;
            case Mutation.InvalidText:
                var text = dice.Of(NotText);
                Insert(bytes, at, begin, length, dice.Next(2) == 0 ? [UserProperty, 0, (byte)text.Length, .. text, 0, 0] : [UserProperty, 0, 1, 65, 0, (byte)text.Length, .. text]);
                return MqttReasonCode.MalformedPacket;
            default:
                bytes[at] = dice.Byte();
                return null;
        }
    }

    private static MqttReasonCode? Double(List<byte> bytes, byte[] packet, PacketType type, int at, int begin, int length, ref Dice dice)
    {
        var candidates = new List<(int At, int Length)>();
        for (var p = begin; p < begin + length; p += Anatomy.PropertyLength(packet, p))
        {
            if (packet[p] != UserProperty && !(packet[p] == SubscriptionIdentifier && type == PacketType.Publish))
            {
                candidates.Add((p, Anatomy.PropertyLength(packet, p)));
            }
        }
        if (candidates.Count == 0)
        {
            return null;
        }

        var chosen = dice.Of(candidates);
        Insert(bytes, at, begin, length, packet.AsSpan(chosen.At, chosen.Length));
        return MqttReasonCode.ProtocolError;
    }

    /// <summary>Puts bytes at the head of the properties; both lengths grow with them.</summary>
    private static void Insert(List<byte> bytes, int at, int begin, int length, ReadOnlySpan<byte> property)
    {
        bytes.InsertRange(begin, property);
        bytes.RemoveRange(at, begin - at);
        var coded = new List<byte>(4);
        Frames.AppendLength(coded, length + property.Length);
        bytes.InsertRange(at, coded);
        Frames.TryHeader([.. bytes], out var header, out _);
        var body = bytes.Count - header;
        bytes.RemoveRange(1, header - 1);
        coded.Clear();
        Frames.AppendLength(coded, body);
        bytes.InsertRange(1, coded);
    }
}
