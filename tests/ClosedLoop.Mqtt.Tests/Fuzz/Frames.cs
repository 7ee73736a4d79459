namespace ClosedLoop.Mqtt.Tests;

/// <summary>The outer form of packets, read without the codec that is under test.</summary>
internal static class Frames
{
    public delegate void Visit(byte first, ReadOnlySpan<byte> body);

    /// <summary>Visits the packets one behind the other; false if the bytes end within one, or a length is none.</summary>
    public static bool Walk(ReadOnlySpan<byte> bytes, Visit visit)
    {
        while (!bytes.IsEmpty)
        {
            if (!TryHeader(bytes, out var header, out var length) || length > bytes.Length - header)
            {
                return false;
            }

            visit(bytes[0], bytes.Slice(header, length));
            bytes = bytes[(header + length)..];
        }
        return true;
    }

    /// <summary>Length of the fixed header and of what follows.</summary>
    public static bool TryHeader(ReadOnlySpan<byte> bytes, out int header, out int length)
    {
        (header, length) = (1, 0);
        for (var shift = 0; shift <= 21 && header < bytes.Length; shift += 7)
        {
            var part = bytes[header++];
            length |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return true;
            }
        }
        return false;
    }

    public static void AppendLength(List<byte> bytes, int length)
    {
        while (length > 0x7F)
        {
            bytes.Add((byte)(length | 0x80));
            length >>= 7;
        }
        bytes.Add((byte)length);
    }
}
