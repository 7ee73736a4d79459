namespace ClosedLoop.Simulators;

/// <summary>A clock that somebody sets: what it shows jumps, and its timers and stopwatches do not notice.</summary>
internal sealed class JumpingTime(TimeProvider inner, Func<TimeSpan> offset) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + offset();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
