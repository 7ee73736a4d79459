namespace ClosedLoop.CampaignFiles;

/// <summary>How long a simulated step takes.</summary>
/// <param name="Mean">Mean, above zero, in the lab's time.</param>
/// <param name="Spread">Relative standard deviation, from 0 (always the mean) to 1.</param>
public sealed record DurationFile(TimeSpan Mean, double Spread);
