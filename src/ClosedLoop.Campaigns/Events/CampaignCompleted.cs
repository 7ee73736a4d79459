namespace ClosedLoop.Campaigns;

/// <summary>The end.</summary>
/// <param name="Reason">The stop rule, the budget or the operator.</param>
/// <param name="Best">Best trial of a single-objective campaign; null with several objectives or without observations.</param>
public sealed record CampaignCompleted(string Reason, int? Best) : CampaignEvent;
