using ClosedLoop.Campaigns;
using ClosedLoop.Reports;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.DryRuns;

/// <summary>What one dry run gave.</summary>
/// <param name="Number">Which run, from 1.</param>
/// <param name="Events">The campaign's events.</param>
/// <param name="Journal">Its journal, byte for byte.</param>
/// <param name="Figures">The run boiled down.</param>
public sealed record DryRunOutcome(int Number, IReadOnlyList<CampaignEvent> Events, byte[] Journal, ForecastRun Figures)
{
    /// <summary>What the scenario did to it; null without one.</summary>
    public ScenarioOutcome? Scenario { get; init; }
}
