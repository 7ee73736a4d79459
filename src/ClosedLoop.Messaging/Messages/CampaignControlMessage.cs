namespace ClosedLoop.Messaging;

/// <summary>An operator steers a campaign.</summary>
/// <param name="Verb">What is asked.</param>
/// <param name="Reason">Why, in words, or null.</param>
public sealed record CampaignControlMessage(CampaignVerb Verb, string? Reason);
