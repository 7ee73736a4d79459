namespace ClosedLoop.Messaging;

/// <summary>Something that happened in a campaign. Not retained; the journal has the rest.</summary>
/// <param name="Text">The event in plain words.</param>
/// <param name="Event">The kind of event, as in the topic.</param>
/// <param name="At">When it became a fact, by the host's clock.</param>
/// <param name="Trial">The trial that it is about, or null.</param>
/// <param name="Dispatch">The dispatch that it is about, or null.</param>
public sealed record CampaignEventMessage(string Text, string Event, DateTimeOffset At, int? Trial, string? Dispatch);
