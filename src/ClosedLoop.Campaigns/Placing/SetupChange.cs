namespace ClosedLoop.Campaigns;

/// <summary>An instrument that must be set up anew when a command parameter has another value than in the step before.</summary>
/// <param name="By">The command parameter.</param>
/// <param name="Duration">How long setting up takes, before the step itself.</param>
public sealed record SetupChange(string By, TimeSpan Duration);
