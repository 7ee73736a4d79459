using System.Buffers.Binary;

namespace ClosedLoop.Mqtt;

/// <summary>Takes the primitive types of section 1.5 from the front of a packet's bytes. Whatever does not fit is a malformed packet.</summary>
internal ref struct PacketReader(ReadOnlySpan<byte> bytes, MqttVersion version)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Decides whether there are properties.</summary>
    public MqttVersion Version { get; set; } = version;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public static MqttProtocolException Malformed(string what) => new(MqttReasonCode.MalformedPacket, what);

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Malformed("A packet ends before its content");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public ReadOnlySpan<byte> TakeRest() => Take(_rest.Length);

    public byte ReadByte() => Take(1)[0];

    public bool ReadFlag(string name) => ReadByte() switch
    {
        0 => false,
        1 => true,
        _ => throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"{name} is neither 0 nor 1"),
    };

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>A packet identifier, which is never 0.</summary>
    public ushort ReadPacketId()
    {
        var id = ReadUInt16();
        return id != 0 ? id : throw new MqttProtocolException(MqttReasonCode.ProtocolError, "A packet identifier is 0");
    }

    public uint ReadVariableInteger()
    {
        uint value = 0;
        for (var shift = 0; shift <= 21; shift += 7)
        {
            var part = ReadByte();
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                // The shortest form is the only valid one.
                return part != 0 || shift == 0 ? value : throw Malformed("A variable byte integer is longer than needed");
            }
        }
        throw Malformed("A variable byte integer has more than four bytes");
    }

    public string ReadText() => MqttText.Decode(Take(ReadUInt16()));

    public byte[] ReadBinary() => Take(ReadUInt16()).ToArray();

    /// <summary>The property section, length included; in 3.1.1, which has none, nothing.</summary>
    public PropertyReader ReadProperties()
    {
        if (Version == MqttVersion.V311)
        {
            return default;
        }

        var length = ReadVariableInteger();
        return length <= (uint)_rest.Length
            ? new PropertyReader(new PacketReader(Take((int)length), Version))
            : throw Malformed("Properties are longer than their packet");
    }

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw Malformed("A packet is longer than its content");
        }
    }
}
