namespace ClosedLoop.CampaignFiles;

/// <summary>What reading a lab file gave: the lab, or every mistake of the file.</summary>
/// <param name="File">The lab; null exactly when there are errors.</param>
/// <param name="Errors">All mistakes in line order; empty when there is a lab.</param>
public sealed record LabFileResult(LabFile? File, IReadOnlyList<CampaignFileError> Errors);
