namespace ClosedLoop.Mqtt;

/// <summary>One caller's handler; its task ends when the broker has answered.</summary>
internal sealed class SubscriptionHandler(Func<MqttMessage, ValueTask> onMessage)
{
    public Func<MqttMessage, ValueTask> OnMessage { get; } = onMessage;

    public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
