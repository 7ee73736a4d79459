using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>A trial as somebody tells it to an optimizer.</summary>
/// <param name="Id">The teller's own name for it, or null.</param>
/// <param name="Trial">What was tried and measured; its number is the position within the request, from 1.</param>
public sealed record ToldTrial(string? Id, ObservedTrial Trial);
