namespace ClosedLoop.Mqtt;

/// <summary>
/// Rings when the first of many publishes has waited long enough. One timer for all: the limit is the same for each, so nearly every publish is due after the
/// one that the timer is set for. Not safe for several threads.
/// </summary>
internal sealed class PublishAlarm(TimeProvider time, TimeSpan limit, Action ring)
{
    // A crowd that is due one after the other is looked through at most this often.
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(10);
    private ITimer? _timer;
    private TimeSpan? _due;
    private long _setAt;

    /// <summary>How long a publish may still wait, or null for ever. What was not sent does not outlive its expiry.</summary>
    public TimeSpan? Left(PendingPublish publish)
    {
        var most = limit == Timeout.InfiniteTimeSpan ? (TimeSpan?)null : limit;
        if (publish.PacketId == 0 && publish.Message.Expiry is { } expiry && !(expiry >= most))
        {
            most = expiry;
        }

        return most - time.GetElapsedTime(publish.QueuedAt);
    }

    /// <summary>Rings in time for a publish that is newer than all others; without an expiry of its own it is due after them.</summary>
    public void SetForNewest(PendingPublish publish)
    {
        if (_due is null || publish.Message.Expiry is not null)
        {
            SetFor(publish);
        }
    }

    /// <summary>Rings in time for this publish.</summary>
    public void SetFor(PendingPublish publish)
    {
        if (Left(publish) is { } left)
        {
            Set(left);
        }
    }

    /// <summary>It rang; <see cref="SetFor"/> is called again for everything that is left.</summary>
    public void Silence() => _due = null;

    /// <summary>Never rings again.</summary>
    public void End() => _timer?.Dispose();

    private void Set(TimeSpan left)
    {
        left = left > Grain ? left : Grain;
        if (_due - time.GetElapsedTime(_setAt) <= left)
        {
            return;
        }

        (_due, _setAt) = (left, time.GetTimestamp());
        _timer ??= time.CreateTimer(static alarm => ((PublishAlarm)alarm!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(left, Timeout.InfiniteTimeSpan);
    }

    private void Ring() => ring();
}
