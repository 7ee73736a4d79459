using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>What reading a campaign file gave: a spec, or every mistake of the file.</summary>
/// <param name="Spec">The validated campaign; null exactly when there are errors.</param>
/// <param name="Errors">All mistakes in line order, those of the table after those of the campaign file; empty when there is a spec.</param>
public sealed record CampaignFileResult(CampaignSpec? Spec, IReadOnlyList<CampaignFileError> Errors)
{
    /// <summary>Instruments that stand in for real ones in a dry run, from <c>simulate:</c>; none when it is absent. They are no part of the campaign itself.</summary>
    public IReadOnlyList<InstrumentFile> StandIns { get; init; } = [];
}
