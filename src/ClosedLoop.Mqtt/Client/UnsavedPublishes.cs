namespace ClosedLoop.Mqtt;

/// <summary>
/// What a broker has acknowledged so recently that it may not have saved it yet: mosquitto acknowledges first and writes its file later, so what it
/// acknowledged last is gone when it is killed. Guarded by the lock of <see cref="OutgoingPublishes"/>.
/// </summary>
internal sealed class UnsavedPublishes(TimeProvider time, TimeSpan savesWithin)
{
    private readonly Queue<(MqttMessage Message, long QueuedAt, long Order, long At)> _recent = new();
    private long _lostAt;

    public void Acknowledged(PendingPublish publish)
    {
        if (savesWithin <= TimeSpan.Zero || publish.IsGreeting)
        {
            return;
        }

        var now = time.GetTimestamp();
        while (_recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) > savesWithin)
        {
            _recent.Dequeue();
        }

        _recent.Enqueue((publish.Message, publish.QueuedAt, publish.Order, now));
    }

    public void ConnectionLost() => _lostAt = time.GetTimestamp();

    /// <summary>Empties itself: what may have been lost with a connection is to be sent again, in the order of first sending.</summary>
    public void MoveTo(PublishQueue queue)
    {
        var lost = _recent.Where(recent => time.GetElapsedTime(recent.At, _lostAt) <= savesWithin).OrderBy(recent => recent.Order);
        foreach (var (message, queuedAt, _, _) in lost)
        {
            queue.Enqueue(new PendingPublish(pool: null) { Message = message, QueuedAt = queuedAt, IsUnsaved = true });
        }

        _recent.Clear();
    }
}
