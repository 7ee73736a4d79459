using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>A message that waits for its acknowledgement, or for a connection.</summary>
internal sealed class OutgoingPublish(MqttMessage message, DateTimeOffset queuedAt)
{
    public MqttMessage Message { get; } = message;

    public DateTimeOffset QueuedAt { get; } = queuedAt;

    public TaskCompletionSource<MqttPublishOutcome> Acknowledged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationTokenRegistration Cancellation { get; set; }

    /// <summary>Ends the waiting.</summary>
    public ITimer? Deadline { get; set; }

    /// <summary>Whether it was ever on its way.</summary>
    public bool Sent { get; set; }

    /// <summary>Nothing ends the waiting any more.</summary>
    public void Release()
    {
        Cancellation.Dispose();
        Deadline?.Dispose();
    }
}
