using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>What a client subscribed to and who takes it.</summary>
internal sealed class ClientSubscription(MqttSubscription wanted, Func<MqttMessage, ValueTask> onMessage)
{
    public MqttSubscription Wanted { get; } = wanted;

    public string Filter => Wanted.Filter;

    public Func<MqttMessage, ValueTask> OnMessage { get; } = onMessage;

    public TaskCompletionSource InPlace { get; } = new();

    public bool Takes(BusDelivery delivery) => delivery.Filters.Contains(Filter);
}
