namespace ClosedLoop;

/// <summary>How a campaign shows itself.</summary>
/// <param name="State">Phase and counts, or null when it never said.</param>
/// <param name="Best">The best trial, or null.</param>
/// <param name="Model">The surrogate, or null.</param>
internal sealed record WatchedCampaign(ShownState? State, ShownTrial? Best, ShownModel? Model);
