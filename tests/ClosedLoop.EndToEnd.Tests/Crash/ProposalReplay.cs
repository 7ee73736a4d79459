using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Computes every proposal of a journal again, from the events before it alone and by a planner that has seen nothing else.</summary>
internal static class ProposalReplay
{
    /// <summary>How many proposals there were; those that come out differently are added to <paramref name="broken"/>.</summary>
    public static int Compare(IReadOnlyList<CampaignEvent> events, List<string> broken)
    {
        var planner = new BayesianPlanner();
        var state = CampaignState.Empty;
        var proposals = 0;
        foreach (var happened in events)
        {
            if (happened is BatchProposed journaled)
            {
                var spec = state.Spec!;
                var problem = PlanningProblem.Of(spec);
                var pending = state.Pending.Select(trial => trial.Proposed.Candidate).ToList();
                var request = new PlanningRequest(journaled.Number, journaled.Trials.Count, state.Observed, pending)
                {
                    PendingSources = spec.Sources is null ? [] : [.. state.Pending.Select(trial => trial.Proposed.Source)],
                    Remaining = CampaignLoop.Remaining(state),
                };
                var again = planner.Propose(problem, request);
                if (!Same(journaled, again))
                {
                    broken.Add($"proposal {journaled.Number} comes out differently from the journal: {Said(journaled)} became {Said(again)}");
                }

                proposals++;
            }

            state = CampaignLoop.Evolve(state, happened);
        }

        return proposals;
    }

    private static bool Same(BatchProposed journaled, Proposal again) =>
        journaled.ModelHash == again.Model?.Hash
        && journaled.Trials.Count == again.Candidates.Count
        && journaled.Trials.Zip(again.Candidates).All(pair =>
            pair.First.Proposed.Candidate.Equals(pair.Second.Candidate)
            && pair.First.Proposed.Acquisition.Equals(pair.Second.Acquisition)
            && pair.First.Proposed.Origin == pair.Second.Origin
            && pair.First.Proposed.Predictions.SequenceEqual(pair.Second.Predictions));

    private static string Said(BatchProposed journaled) =>
        Said(journaled.ModelHash, journaled.Trials.Select(trial => trial.Proposed));

    private static string Said(Proposal again) => Said(again.Model?.Hash, again.Candidates);

    private static string Said(string? model, IEnumerable<ProposedCandidate> candidates) =>
        $"model {model?[..8] ?? "none"}, " + string.Join("; ", candidates.Select(one =>
            $"{one.Candidate} {one.Origin} {one.Acquisition:R} {string.Join(", ", one.Predictions.Select(each => $"{each.Mean:R} ± {each.StandardDeviation:R}"))}"));
}
