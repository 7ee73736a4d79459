using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>What a client subscribed to and who takes it.</summary>
internal sealed class ClientSubscription(string filter, MqttQos qos, Func<MqttMessage, ValueTask> onMessage)
{
    public string Filter { get; } = filter;

    public MqttQos Qos { get; } = qos;

    public Func<MqttMessage, ValueTask> OnMessage { get; } = onMessage;

    public TaskCompletionSource InPlace { get; } = new();

    public bool Takes(BusDelivery delivery) => delivery.Filter is { } asked ? asked == Filter : TopicFilter.Matches(Filter, delivery.Message.Topic);
}
