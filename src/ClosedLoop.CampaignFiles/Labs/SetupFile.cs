namespace ClosedLoop.CampaignFiles;

/// <summary>An instrument that is set up anew when a command parameter has another value than in its step before.</summary>
/// <param name="By">The command parameter.</param>
/// <param name="Duration">How long that takes, in the lab's time.</param>
public sealed record SetupFile(string By, TimeSpan Duration);
