using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The instrument's ledger says that the attempt ended without a result.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Kind">How.</param>
/// <param name="Sample">What became of the sample; only an untouched one is tried again.</param>
/// <param name="Message">In words.</param>
public sealed record StepFailed(DispatchId Id, FailureKind Kind, SampleFate Sample, string Message) : CampaignEvent;
