using System.Text.Json.Serialization;

namespace ClosedLoop.Campaigns;

/// <summary>A fact in the lab's journal. Closed set.</summary>
public abstract record LabEvent
{
    /// <summary>When it became a fact, by the host's clock.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }
}
