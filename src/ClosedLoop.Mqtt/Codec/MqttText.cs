using System.Text;

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

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException invalid)
        {
            throw new MqttProtocolException(MqttReasonCode.MalformedPacket, "A text is not valid UTF-8", invalid);
        }
    }
}
