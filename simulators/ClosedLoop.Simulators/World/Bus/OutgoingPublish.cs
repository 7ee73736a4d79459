using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>A QoS 1 message that waits for its acknowledgement, or for a connection.</summary>
internal sealed class OutgoingPublish(MqttMessage message)
{
    public MqttMessage Message { get; } = message;

    public TaskCompletionSource<MqttPublishOutcome> Acknowledged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationTokenRegistration Cancellation { get; set; }
}
