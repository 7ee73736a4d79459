namespace ClosedLoop.Orchestrator;

/// <summary>
/// Since when the clock has run evenly. When somebody sets it forward, or the computer slept, it shows a time in which nobody listened: what was not heard
/// then is no silence.
/// </summary>
internal sealed class Vigil(TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    private long _stamp = time.GetTimestamp();
    private DateTimeOffset _shown = time.GetUtcNow();

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; } = time.GetUtcNow();

    /// <summary>Looks at the clock.</summary>
    public DateTimeOffset Look()
    {
        var (now, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        if (now - _shown - time.GetElapsedTime(_stamp, stamp) > Tolerance)
        {
            Since = now;
        }

        (_shown, _stamp) = (now, stamp);
        return now;
    }
}
