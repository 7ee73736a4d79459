using System.Buffers;
using System.Buffers.Binary;

namespace ClosedLoop.Mqtt;

/// <summary>
/// Packets ready to be sent, one behind the other in one pooled array. Lengths that are known only afterwards are written into reserved room, and the body is
/// moved against it. Not safe for several threads.
/// </summary>
internal sealed class PacketBuffer : IDisposable
{
    private const int LongestHeader = 5;
    private const int KeptCapacity = 256 * 1024;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptCapacity)
        {
            // One large payload must not hold its memory for the rest of the connection.
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(4096);
        }
    }

    /// <summary>Forgets what was written after a position.</summary>
    public void TruncateTo(int position) => Length = position;

    public int BeginPacket()
    {
        var start = Length;
        Reserve(LongestHeader);
        return start;
    }

    public void EndPacket(int start, byte firstByte)
    {
        var body = Length - start - LongestHeader;
        var header = 1 + VariableIntegerLength(body);
        _bytes.AsSpan(start + LongestHeader, body).CopyTo(_bytes.AsSpan(start + header));
        _bytes[start] = firstByte;
        WriteVariableInteger(_bytes.AsSpan(start + 1), (uint)body);
        Length = start + header + body;
    }

    public int BeginProperties()
    {
        var start = Length;
        Reserve(1);
        return start;
    }

    public void EndProperties(int start)
    {
        var body = Length - start - 1;
        var extra = VariableIntegerLength(body) - 1;
        if (extra > 0)
        {
            Reserve(extra);
            _bytes.AsSpan(start + 1, body).CopyTo(_bytes.AsSpan(start + 1 + extra));
        }
        WriteVariableInteger(_bytes.AsSpan(start), (uint)body);
    }

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    public void VariableInteger(uint value) => WriteVariableInteger(Reserve(VariableIntegerLength((int)value)), value);

    public void Text(string value)
    {
        var length = MqttText.Strict.GetByteCount(value);
        if (length > MqttText.LongestInBytes)
        {
            throw new ArgumentException($"A text of {length} bytes is longer than MQTT allows ({MqttText.LongestInBytes}).", nameof(value));
        }

        UInt16((ushort)length);
        MqttText.Strict.GetBytes(value, Reserve(length));
    }

    public void Binary(ReadOnlySpan<byte> value)
    {
        if (value.Length > MqttText.LongestInBytes)
        {
            throw new ArgumentException($"Binary data of {value.Length} bytes are longer than MQTT allows ({MqttText.LongestInBytes}).", nameof(value));
        }

        UInt16((ushort)value.Length);
        Raw(value);
    }

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private Span<byte> Reserve(int count)
    {
        if (Length + count > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, 2 * _bytes.Length));
            _bytes.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        var room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }

    private static int VariableIntegerLength(int value) => value switch
    {
        < 128 => 1,
        < 16_384 => 2,
        < 2_097_152 => 3,
        < 268_435_456 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "A variable byte integer ends at 268,435,455."),
    };

    private static void WriteVariableInteger(Span<byte> room, uint value)
    {
        var i = 0;
        while (value > 0x7F)
        {
            room[i++] = (byte)(value | 0x80);
            value >>= 7;
        }
        room[i] = (byte)value;
    }
}
