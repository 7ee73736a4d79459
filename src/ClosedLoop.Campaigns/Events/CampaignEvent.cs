using System.Text.Json.Serialization;

namespace ClosedLoop.Campaigns;

/// <summary>A fact in a campaign's journal. Closed set; a fact is never changed, only followed by others.</summary>
public abstract record CampaignEvent
{
    /// <summary>When it became a fact, by the orchestrator's clock.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }
}
