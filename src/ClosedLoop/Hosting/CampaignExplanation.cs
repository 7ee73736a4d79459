using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop;

/// <summary>Explains a campaign's surrogate for its report, from the observations in its journal.</summary>
internal static class CampaignExplanation
{
    private const int Explained = 3;

    /// <summary>The surrogate as it was last fitted, with the reasons for the best trial and for the last ones that it chose; null before the first fit.</summary>
    public static ModelExplanation? Of(CampaignState state)
    {
        if (state.Model is null)
        {
            return null;
        }

        var spec = state.Spec!;
        Candidate[] best = CampaignLoop.Best(state) is { } trial ? [trial.Proposed.Candidate] : [];
        var last = state.Trials.Values.Where(each => each.Proposed.Predictions.Count > 0).Select(each => each.Proposed.Candidate).Except(best).TakeLast(Explained - best.Length);
        return new BayesianPlanner().Explain(PlanningProblem.Of(spec), state.Observed, [.. best, .. last]);
    }
}
