namespace ClosedLoop.Mqtt;

/// <summary>A message that a caller waits for.</summary>
internal sealed class PendingPublish(MqttMessage message, long queuedAt, bool isGreeting)
{
    private readonly TaskCompletionSource<MqttPublishOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MqttMessage Message { get; } = message;

    public long QueuedAt { get; } = queuedAt;

    /// <summary>Made inside the connect callback: goes out first, and belongs to that one connection.</summary>
    public bool IsGreeting { get; } = isGreeting;

    /// <summary>Place in the order of first sending.</summary>
    public long Order { get; set; }

    public ushort PacketId { get; set; }

    /// <summary>Acknowledged, and sent once more because the broker may have forgotten it.</summary>
    public bool IsUnsaved { get; set; }

    public bool IsAbandoned => _outcome.Task.IsCompleted && !IsUnsaved;

    public Task<MqttPublishOutcome> Outcome => _outcome.Task;

    public void Finish(MqttPublishOutcome result) => _outcome.TrySetResult(result);

    public void Fail(Exception cause) => _outcome.TrySetException(cause);

    public void Cancel(CancellationToken token) => _outcome.TrySetCanceled(token);
}
