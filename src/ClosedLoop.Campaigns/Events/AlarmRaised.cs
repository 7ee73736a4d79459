using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>A retrain found something wrong between the campaign and its surrogate. The campaign goes on; a person should look.</summary>
/// <param name="Alarm">What is wrong.</param>
public sealed record AlarmRaised(ModelAlarm Alarm) : CampaignEvent;
