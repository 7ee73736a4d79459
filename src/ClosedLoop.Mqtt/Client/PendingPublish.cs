using System.Threading.Tasks.Sources;

namespace ClosedLoop.Mqtt;

/// <summary>
/// A message that a caller waits for, and what the caller waits on. The first end counts; later ones change nothing. One that comes from a pool goes back to it
/// when the caller has the outcome, provided that nobody else holds it.
/// </summary>
internal sealed class PendingPublish(PublishPool? pool) : IValueTaskSource<MqttPublishOutcome>
{
    private ManualResetValueTaskSourceCore<MqttPublishOutcome> _outcome = new() { RunContinuationsAsynchronously = true };
    private int _ended;
    private bool _isForgotten;

    public required MqttMessage Message { get; set; }

    public long QueuedAt { get; set; }

    /// <summary>Made inside the connect callback: goes out first, and belongs to that one connection.</summary>
    public bool IsGreeting { get; set; }

    /// <summary>Place in the order of first sending.</summary>
    public long Order { get; set; }

    public ushort PacketId { get; set; }

    /// <summary>Was acknowledged, and is sent once more because the broker may have forgotten it; nobody waits for it, and nobody gives it up.</summary>
    public bool IsUnsaved { get; init; }

    public bool IsAbandoned => Volatile.Read(ref _ended) != 0 && !IsUnsaved;

    /// <summary>To be awaited once.</summary>
    public ValueTask<MqttPublishOutcome> Outcome => new(this, _outcome.Version);

    public void Finish(MqttPublishOutcome result)
    {
        if (IsFirstEnd())
        {
            _outcome.SetResult(result);
        }
    }

    /// <summary>As <see cref="Finish"/>, and whoever calls this will not touch it again.</summary>
    public void FinishAndForget(MqttPublishOutcome result)
    {
        _isForgotten = true;
        Finish(result);
    }

    public void Fail(Exception cause)
    {
        if (IsFirstEnd())
        {
            _outcome.SetException(cause);
        }
    }

    public void Cancel(CancellationToken token) => Fail(new OperationCanceledException(token));

    MqttPublishOutcome IValueTaskSource<MqttPublishOutcome>.GetResult(short token)
    {
        var result = _outcome.GetResult(token);
        if (_isForgotten && pool is not null)
        {
            (Message, PacketId, _isForgotten, _ended) = (null!, 0, false, 0);
            _outcome.Reset();
            pool.Return(this);
        }

        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<MqttPublishOutcome>.GetStatus(short token) => _outcome.GetStatus(token);

    void IValueTaskSource<MqttPublishOutcome>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);

    private bool IsFirstEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}
