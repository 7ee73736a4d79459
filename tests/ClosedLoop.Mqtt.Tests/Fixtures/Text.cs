using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Messages with text in them.</summary>
internal static class Text
{
    public static MqttMessage Message(string topic, string payload) => new(topic, Encoding.UTF8.GetBytes(payload));

    public static string Content(this MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
