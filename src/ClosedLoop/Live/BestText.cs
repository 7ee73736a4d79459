using ClosedLoop.Campaigns;
using ClosedLoop.Orchestrator;
using ClosedLoop.Reports;

namespace ClosedLoop;

/// <summary>The best so far in a line.</summary>
internal static class BestText
{
    public static string Of(CampaignState state)
    {
        if (CampaignLoop.Best(state) is { } best)
        {
            var objective = state.Spec!.Objectives[0];
            return $"{objective.Name} {EventText.Number(best.Values![objective.Name])}{EventText.Unit(objective.Unit)} (trial {best.Number})";
        }

        return state.Spec!.Objectives.Count > 1 && ParetoFront.Of(state) is { Count: > 0 } front ? $"{front.Count} trials on the Pareto front" : "–";
    }
}
