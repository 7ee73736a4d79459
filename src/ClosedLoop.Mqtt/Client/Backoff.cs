namespace ClosedLoop.Mqtt;

/// <summary>Exponential waits with jitter, so that a restarted broker is not met by all its clients at once.</summary>
internal sealed class Backoff(TimeSpan shortest, TimeSpan longest, Random chance)
{
    private const int MostDoublings = 20;
    private int _failures;

    public void Reset() => _failures = 0;

    public void GoToLongest() => _failures = MostDoublings;

    public TimeSpan Next()
    {
        var wait = Math.Min(longest.TotalSeconds, shortest.TotalSeconds * Math.Pow(2, Math.Min(_failures++, MostDoublings)));
        return TimeSpan.FromSeconds(wait * (1 - (0.5 * chance.NextDouble())));
    }
}
