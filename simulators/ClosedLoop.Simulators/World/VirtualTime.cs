namespace ClosedLoop.Simulators;

/// <summary>The scheduler's clock, as seen by one process or by the world.</summary>
internal sealed class VirtualTime(SimulatedScheduler scheduler, SimulatedProcess? process) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => scheduler.Now;

    public override long GetTimestamp() => scheduler.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (process is { Alive: false })
        {
            throw new ProcessKilledException(process.Name, "create timer");
        }

        var timer = new VirtualTimer(scheduler, process, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
