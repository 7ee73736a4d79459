using System.Text.Json.Serialization;
using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The run began. Holds all that the run needs, so that a journal explains itself.</summary>
/// <param name="Run">The run id: the campaign's name and a random part.</param>
/// <param name="Spec">The campaign as validated.</param>
/// <param name="SpecHash">SHA-256 (hex) of the canonical specification.</param>
public sealed record CampaignStarted(string Run, CampaignSpec Spec, string SpecHash) : CampaignEvent
{
    /// <summary>Whether the run is a dry one: virtual time, simulated instruments, nothing physical. Written only when true.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DryRun { get; init; }
}
