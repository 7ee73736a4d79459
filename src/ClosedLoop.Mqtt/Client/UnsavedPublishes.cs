namespace ClosedLoop.Mqtt;

/// <summary>
/// What a broker has acknowledged so recently that it may not have saved it yet: mosquitto acknowledges first and writes its file later, so what it acknowledged
/// last is gone when it is killed. Guarded by the lock of <see cref="OutgoingPublishes"/>.
/// </summary>
internal sealed class UnsavedPublishes(TimeProvider time, TimeSpan savesWithin)
{
    private readonly Queue<(PendingPublish Publish, long At)> _recent = new();

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

        _recent.Enqueue((publish, now));
    }

    /// <summary>Empties itself: what may have been lost with a connection, in the order of first sending.</summary>
    public IEnumerable<PendingPublish> TakeLost(long lostAt)
    {
        var lost = _recent.Where(entry => time.GetElapsedTime(entry.At, lostAt) <= savesWithin).Select(entry => entry.Publish).OrderBy(publish => publish.Order).ToList();
        _recent.Clear();
        return lost;
    }
}
