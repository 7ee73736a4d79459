using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>How often a simulated step fails, and what that does to the sample.</summary>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="Sample">What becomes of the sample.</param>
public sealed record FailureFile(double Probability, SampleFate Sample);
