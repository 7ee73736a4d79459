namespace ClosedLoop;

/// <summary>What a campaign shows on <c>campaign/{id}/event/{kind}</c>.</summary>
internal sealed record ShownEvent(string Event, DateTimeOffset At, int? Trial = null, string? Dispatch = null, string? Text = null);
