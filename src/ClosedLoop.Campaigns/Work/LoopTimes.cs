namespace ClosedLoop.Campaigns;

/// <summary>How often the loop repeats an owed effect, and how long it waits before it gives up asking.</summary>
public static class LoopTimes
{
    /// <summary>Between two sends of the same command, or of the same cancellation.</summary>
    public static TimeSpan Resend { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two closes of the same dispatch.</summary>
    public static TimeSpan Close { get; } = TimeSpan.FromSeconds(10);

    /// <summary>After the end, how long closes are still tried before the runner lets go of the run.</summary>
    public static TimeSpan CloseGrace { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Between a refused attempt and the next: 5 s, twice as long after each further refusal, at most 1 min.</summary>
    public static TimeSpan RefusalPause(int refusals) => TimeSpan.FromSeconds(Math.Min(60, 5 * Math.Pow(2, Math.Min(refusals, 10) - 1)));

    /// <summary>Between an attempt whose machine failed and the next: 30 s, twice as long after each further one, at most 10 min.</summary>
    public static TimeSpan InfrastructurePause(int failures) => TimeSpan.FromSeconds(Math.Min(600, 30 * Math.Pow(2, Math.Min(failures, 10) - 1)));

    /// <summary>Least time after a deadline before silence becomes indeterminate.</summary>
    public static TimeSpan LeastSilence { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest time between two looks at the clock.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How often an instrument is asked about a step that it has accepted: a quarter of the step's deadline, between 5 s and 5 min.</summary>
    public static TimeSpan QueryInterval(TimeSpan deadline) =>
        TimeSpan.FromTicks(Math.Clamp(deadline.Ticks / 4, TimeSpan.FromSeconds(5).Ticks, TimeSpan.FromMinutes(5).Ticks));

    /// <summary>How long after the deadline silence becomes indeterminate: once more the deadline, at least <see cref="LeastSilence"/>.</summary>
    public static TimeSpan Silence(TimeSpan deadline) => deadline > LeastSilence ? deadline : LeastSilence;
}
