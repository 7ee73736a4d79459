using System.Threading.Tasks.Sources;

namespace ClosedLoop.Mqtt;

/// <summary>A message that a caller waits for, and what the caller waits on. The first end counts; later ones change nothing.</summary>
internal sealed class PendingPublish(MqttMessage message, long queuedAt, bool isGreeting) : IValueTaskSource<MqttPublishOutcome>
{
    private ManualResetValueTaskSourceCore<MqttPublishOutcome> _outcome = new() { RunContinuationsAsynchronously = true };
    private int _ended;

    public MqttMessage Message { get; } = message;

    public long QueuedAt { get; } = queuedAt;

    /// <summary>Made inside the connect callback: goes out first, and belongs to that one connection.</summary>
    public bool IsGreeting { get; } = isGreeting;

    /// <summary>Place in the order of first sending.</summary>
    public long Order { get; set; }

    public ushort PacketId { get; set; }

    public bool IsAbandoned => Volatile.Read(ref _ended) != 0;

    /// <summary>To be awaited once.</summary>
    public ValueTask<MqttPublishOutcome> Outcome => new(this, _outcome.Version);

    public void Finish(MqttPublishOutcome result)
    {
        if (IsFirstEnd())
        {
            _outcome.SetResult(result);
        }
    }

    public void Fail(Exception cause)
    {
        if (IsFirstEnd())
        {
            _outcome.SetException(cause);
        }
    }

    public void Cancel(CancellationToken token) => Fail(new OperationCanceledException(token));

    MqttPublishOutcome IValueTaskSource<MqttPublishOutcome>.GetResult(short token) => _outcome.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<MqttPublishOutcome>.GetStatus(short token) => _outcome.GetStatus(token);

    void IValueTaskSource<MqttPublishOutcome>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);

    private bool IsFirstEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}
