using System.Text;
using System.Text.Unicode;

namespace ClosedLoop.Mqtt;

/// <summary>UTF-8 as MQTT wants it: strict, at most 65,535 bytes, without U+0000.</summary>
internal static class MqttText
{
    public const int LongestInBytes = 65_535;

    public static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0))
        {
            throw new MqttProtocolException(MqttReasonCode.MalformedPacket, "A text contains U+0000");
        }

        // Looked at first, because hostile input may hold many and an exception of the decoder costs thousands of times as much.
        return Utf8.IsValid(bytes)
            ? Encoding.UTF8.GetString(bytes)
            : throw new MqttProtocolException(MqttReasonCode.MalformedPacket, "A text is not valid UTF-8");
    }
}
