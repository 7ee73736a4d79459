using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>Begin a new run.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run id.</param>
/// <param name="Spec">The campaign as validated.</param>
/// <param name="SpecHash">SHA-256 (hex) of the canonical specification.</param>
public sealed record StartCampaign(DateTimeOffset At, string Run, CampaignSpec Spec, string SpecHash) : CampaignCommand(At)
{
    /// <summary>Whether everything happens in virtual time and nothing physical; false by default.</summary>
    public bool DryRun { get; init; }
}
