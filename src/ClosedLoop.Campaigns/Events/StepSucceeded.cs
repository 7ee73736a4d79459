using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The step is done and its result is safe.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Outputs">Output → value, as the step declares them.</param>
/// <param name="StartedAt">By the instrument's clock.</param>
/// <param name="FinishedAt">By the instrument's clock.</param>
/// <param name="Files">Raw data files; may be empty.</param>
/// <param name="Late">Whether it came after the attempt had been given up.</param>
public sealed record StepSucceeded(
    DispatchId Id,
    IReadOnlyDictionary<string, ParameterValue> Outputs,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    IReadOnlyList<ResultFileReference> Files,
    bool Late) : CampaignEvent;
