using ClosedLoop.Messaging;

namespace ClosedLoop;

/// <summary>How a campaign shows itself.</summary>
/// <param name="State">Phase and counts, or null when it never said.</param>
/// <param name="Best">The best trial, or null.</param>
/// <param name="Model">The surrogate, or null.</param>
internal sealed record WatchedCampaign(CampaignStateMessage? State, CampaignTrialMessage? Best, CampaignModelMessage? Model)
{
    /// <summary>Whether nothing more will happen by itself.</summary>
    public bool IsOver => State is { Phase: "completed" or "aborted" or "faulted" };
}
