using System.Text.Json.Serialization;
using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The instrument's ledger says that the attempt ended without a result.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Kind">How.</param>
/// <param name="Sample">What became of the sample; only an untouched one is tried again.</param>
/// <param name="Message">In words.</param>
public sealed record StepFailed(DispatchId Id, FailureKind Kind, SampleFate Sample, string Message) : CampaignEvent
{
    /// <summary>What the attempt really cost, in the budget's unit, at most what was reserved for it; null when nobody said, and it counts as all of that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Cost { get; init; }
}
