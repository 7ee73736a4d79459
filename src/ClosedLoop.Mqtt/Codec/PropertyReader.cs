namespace ClosedLoop.Mqtt;

/// <summary>Walks over one property section. A property that may stand there only once and stands there twice is a protocol error.</summary>
internal ref struct PropertyReader(PacketReader reader)
{
    private PacketReader _reader = reader;
    private ulong _seen;
    private List<KeyValuePair<string, string>>? _userProperties;

    public readonly IReadOnlyList<KeyValuePair<string, string>> UserProperties => _userProperties ?? (IReadOnlyList<KeyValuePair<string, string>>)[];

    /// <summary>Moves to the next property that is not a user property; those are collected on the way, because every packet may carry them.</summary>
    public bool Next(out PropertyId id)
    {
        id = default;
        while (!_reader.IsAtEnd)
        {
            var value = _reader.ReadVariableInteger();
            if (value > 63)
            {
                throw PacketReader.Malformed($"Property {value} does not exist");
            }

            id = (PropertyId)value;
            if (id == PropertyId.UserProperty)
            {
                (_userProperties ??= []).Add(new(_reader.ReadText(), _reader.ReadText()));
                continue;
            }
            var bit = 1UL << (int)value;
            if ((_seen & bit) != 0 && id != PropertyId.SubscriptionIdentifier)
            {
                throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"Property {id} occurs twice");
            }

            _seen |= bit;
            return true;
        }
        return false;
    }

    public byte Byte() => _reader.ReadByte();

    public bool Flag(PropertyId id) => _reader.ReadFlag(id.ToString());

    public ushort UInt16() => _reader.ReadUInt16();

    /// <summary>A 16-bit value for which 0 is a protocol error.</summary>
    public ushort PositiveUInt16(PropertyId id) => _reader.ReadUInt16() is var value and > 0 ? value : throw IsZero(id);

    public uint UInt32() => _reader.ReadUInt32();

    /// <summary>A 32-bit value for which 0 is a protocol error.</summary>
    public uint PositiveUInt32(PropertyId id) => _reader.ReadUInt32() is var value and > 0 ? value : throw IsZero(id);

    public uint PositiveVariableInteger(PropertyId id) => _reader.ReadVariableInteger() is var value and > 0 ? value : throw IsZero(id);

    public string Text() => _reader.ReadText();

    public byte[] Binary() => _reader.ReadBinary();

    public static MqttProtocolException NotAllowed(PropertyId id, PacketType packet) =>
        PacketReader.Malformed($"Property {id} is not allowed in {packet}");

    private static MqttProtocolException IsZero(PropertyId id) => new(MqttReasonCode.ProtocolError, $"Property {id} is 0");
}
