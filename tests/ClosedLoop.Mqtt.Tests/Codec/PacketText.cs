using System.Collections;
using System.Reflection;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>A packet as text, content of lists and bytes included: two packets are the same if their texts are.</summary>
internal static class PacketText
{
    public static string Of(object? value) => value switch
    {
        null => "-",
        string text => $"\"{text}\"",
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Of))}]",
        MqttPacket or WillMessage or SubscriptionRequest => $"{value.GetType().Name} {{ {string.Join("; ", Properties(value))} }}",
        _ => value.ToString()!,
    };

    private static IEnumerable<string> Properties(object value) => value.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={Of(p.GetValue(value))}");
}
