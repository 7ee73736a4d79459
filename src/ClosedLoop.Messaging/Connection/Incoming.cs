using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>What the readers of both sides need of a received message. Memory is copied, since the connection may use its buffers again.</summary>
internal static class Incoming
{
    private const int LongestCorrelation = 1024;

    /// <summary>Where an answer goes; null without a response topic.</summary>
    public static ReplyAddress? ReplyTo(MqttMessage message) =>
        message.ResponseTopic is { } topic && AddressProblem(message) is null ? new ReplyAddress(topic, message.CorrelationData.ToArray()) : null;

    /// <summary>What makes an order unacceptable whatever it says, or null.</summary>
    public static string? OrderProblem(MqttMessage message) =>
        message.Retain ? "an order must not be retained: it would be given again at every connect" : AddressProblem(message);

    private static string? AddressProblem(MqttMessage message) =>
        message.ResponseTopic is { } topic && !TopicLevel.IsTopic(topic) ? "the response topic is not a topic that can be published to"
        : message.CorrelationData.Length > LongestCorrelation ? $"the correlation data are longer than {LongestCorrelation} bytes"
        : null;
}
