namespace ClosedLoop.EndToEnd.Tests;

/// <summary>What a series of kills came to.</summary>
internal sealed record CrashOutcome(
    CrashSettings Settings,
    DateTimeOffset Began,
    TimeSpan Took,
    IReadOnlyList<Kill> Kills,
    IReadOnlyList<CampaignVerdict> Campaigns)
{
    public int HitsOnRunningSteps => Kills.Count(kill => kill.Running.Count > 0);

    public int Of(Victim victim) => Kills.Count(kill => kill.Victim == victim);
}
