using System.Text;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>What the readers of both sides need of a received message. Memory is copied, since the connection may use its buffers again.</summary>
internal static class Incoming
{
    private const int LongestCorrelation = 1024;

    /// <summary>Where an answer goes: as MQTT 5 says it, else as the payload does; null when neither does.</summary>
    /// <param name="message">The order.</param>
    /// <param name="replyTo">The payload's <c>replyTo</c>.</param>
    /// <param name="correlationId">The payload's <c>correlationId</c>.</param>
    public static ReplyAddress? ReplyTo(MqttMessage message, string? replyTo = null, string? correlationId = null)
    {
        var address = message.ResponseTopic is { } topic ? new ReplyAddress(topic, message.CorrelationData.ToArray())
            : replyTo is not null ? new ReplyAddress(replyTo, Encoding.UTF8.GetBytes(correlationId ?? ""))
            : null;
        return address is null || AddressProblem(address.Topic, address.Correlation.Length) is not null ? null : address with { Trace = Traceparent.Of(message) };
    }

    /// <summary>What makes an order unacceptable whatever it says, or null.</summary>
    public static string? OrderProblem(MqttMessage message) =>
        message.Retain ? "an order must not be retained: it would be given again at every connect"
        : message.ResponseTopic is { } topic ? AddressProblem(topic, message.CorrelationData.Length)
        : null;

    private static string? AddressProblem(string topic, int correlation) =>
        !TopicLevel.IsTopic(topic) ? "the response topic is not a topic that can be published to"
        : correlation > LongestCorrelation ? $"the correlation data are longer than {LongestCorrelation} bytes"
        : null;
}
