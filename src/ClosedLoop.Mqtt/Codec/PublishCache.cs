using System.Runtime.InteropServices;
using System.Text;

namespace ClosedLoop.Mqtt;

/// <summary>
/// What publishes over one connection had lately. Most topics come again and again, and are then neither decoded nor checked nor allocated anew. Not safe for
/// several threads.
/// </summary>
internal sealed class PublishCache
{
    private const int Places = 64;
    private const int LongestInBytes = 256;
    private readonly string?[] _topics = new string?[Places];

    private uint[] _identifiers = [];

    /// <summary>The list of one subscription identifier.</summary>
    public IReadOnlyList<uint> Identifiers(uint only) => _identifiers is [var last] && last == only ? _identifiers : _identifiers = [only];

    /// <summary>A valid topic; throws <see cref="MqttProtocolException"/> if it is none.</summary>
    public string Topic(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestInBytes)
        {
            return Decode(bytes);
        }

        ref var known = ref _topics[PlaceOf(bytes)];
        // Never equal to what is not ASCII, which is decoded each time.
        return known is not null && Ascii.Equals(bytes, known) ? known : known = Decode(bytes);
    }

    private static string Decode(ReadOnlySpan<byte> bytes) => PublishCodec.CheckedTopic(MqttText.Decode(bytes));

    private static int PlaceOf(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        foreach (var part in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            hash = (hash ^ part) * 0x9E3779B97F4A7C15;
        }

        foreach (var last in bytes[(bytes.Length & ~7)..])
        {
            hash = (hash ^ last) * 0x9E3779B97F4A7C15;
        }

        return (int)(hash >> 58);
    }
}
