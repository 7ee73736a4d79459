using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>An alarm no longer stands.</summary>
/// <param name="Kind">What was wrong.</param>
/// <param name="Objective">The objective that it was about, or null for all.</param>
/// <param name="Since">The trial whose end had raised it.</param>
public sealed record AlarmEnded(AlarmKind Kind, string? Objective, int Since) : CampaignEvent;
