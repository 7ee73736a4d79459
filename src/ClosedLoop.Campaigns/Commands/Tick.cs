namespace ClosedLoop.Campaigns;

/// <summary>Time passed: deadlines and the time budget are looked at.</summary>
/// <param name="At">Now.</param>
public sealed record Tick(DateTimeOffset At) : CampaignCommand(At)
{
    /// <summary>
    /// Since when the clock has run evenly: a silence in which the clock was set forward, or the computer slept, proves nothing. The beginning of time by default.
    /// </summary>
    public DateTimeOffset WatchedSince { get; init; }
}
