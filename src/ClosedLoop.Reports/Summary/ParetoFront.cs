using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>The observed trials within the limits that no other such trial beats: none is at least as good in every objective and better in one.</summary>
public static class ParetoFront
{
    /// <summary>
    /// The front of a campaign, by the first objective from best to worst. Trials with equal values are all in it. With one objective: the best trials.
    /// </summary>
    public static IReadOnlyList<BestTrial> Of(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Spec is null)
        {
            return [];
        }

        var losses = state.Trials.Values.Where(trial => trial.Status == TrialStatus.Observed && state.Spec.Counts(trial.Proposed.Source, trial.Values!))
            .Select(trial => (Trial: trial, Losses: Losses(state.Spec.Objectives, trial)))
            .Where(entry => entry.Losses.All(double.IsFinite))
            .ToList();
        losses.Sort((a, b) => Lexicographic(a.Losses, b.Losses) is var order && order != 0 ? order : a.Trial.Number - b.Trial.Number);

        // Whatever dominates a trial sorts before it, and what is dominated is dominated by a member of the front: one pass suffices.
        var front = new List<(TrialState Trial, double[] Losses)>();
        foreach (var entry in losses)
        {
            if (!front.Exists(member => Dominates(member.Losses, entry.Losses)))
            {
                front.Add(entry);
            }
        }

        return [.. front.Select(entry => new BestTrial(entry.Trial.Number, entry.Trial.Proposed.Candidate, entry.Trial.Values!))];
    }

    private static double[] Losses(IReadOnlyList<Objective> objectives, TrialState trial) =>
        [.. objectives.Select(objective => objective.Loss(trial.Values![objective.Name]))];

    private static bool Dominates(double[] a, double[] b)
    {
        var better = false;
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] > b[i])
            {
                return false;
            }

            better |= a[i] < b[i];
        }

        return better;
    }

    private static int Lexicographic(double[] a, double[] b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i])
            {
                return a[i].CompareTo(b[i]);
            }
        }

        return 0;
    }
}
