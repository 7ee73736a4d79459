namespace ClosedLoop.CampaignFiles;

/// <summary>What reading a request to the optimizer gave: the request, or every mistake in it.</summary>
/// <param name="Id">What the request calls itself, as JSON, or null.</param>
/// <param name="Request">The request; null exactly when there are errors.</param>
/// <param name="Errors">All mistakes, in the order of the line; those of a table after those of the request.</param>
/// <param name="Warnings">What was accepted and yet is odd.</param>
public sealed record OptimizerRequestResult(
    string? Id,
    OptimizerRequest? Request,
    IReadOnlyList<CampaignFileError> Errors,
    IReadOnlyList<CampaignFileError> Warnings);
