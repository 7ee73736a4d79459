using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>What reading a scenario file gave: the scenario, or every mistake of the file.</summary>
/// <param name="Scenario">The scenario; null exactly when there are errors.</param>
/// <param name="Errors">All mistakes in line order; empty when there is a scenario.</param>
public sealed record ScenarioFileResult(Scenario? Scenario, IReadOnlyList<CampaignFileError> Errors);
