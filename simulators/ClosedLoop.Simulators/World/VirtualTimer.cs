namespace ClosedLoop.Simulators;

/// <summary>A timer in virtual time. A change makes the earlier entry in the scheduler's queue stale instead of searching for it.</summary>
internal sealed class VirtualTimer(SimulatedScheduler scheduler, SimulatedProcess? process, TimerCallback callback, object? state) : ITimer
{
    private bool _disposed;
    private TimeSpan _period;

    public SimulatedProcess? Process { get; } = process;

    /// <summary>The entry of the queue that counts; others are stale.</summary>
    public long Entry { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime);
        Check(period);
        if (_disposed)
        {
            return false;
        }

        _period = period;
        Entry = dueTime == Timeout.InfiniteTimeSpan ? 0 : scheduler.Schedule(this, dueTime);
        return true;
    }

    /// <summary>Runs the callback; a periodic timer is due again first.</summary>
    public void Fire()
    {
        Entry = _period > TimeSpan.Zero ? scheduler.Schedule(this, _period) : 0;
        callback(state);
    }

    public void Dispose()
    {
        _disposed = true;
        Entry = 0;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Check(TimeSpan span)
    {
        if (span != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        }
    }
}
