namespace ClosedLoop.Campaigns;

/// <summary>
/// Chooses among schedules: each rule's order is rolled out to the end, then samples are moved forward in the best order as long as that helps (insertion as by Nawaz,
/// Enscore and Ham 1983). Fewest missed time limits, then the earliest end of all, then the earliest ends by priority.
/// </summary>
internal static class LookAhead
{
    /// <summary>Steps that are inserted in all rollouts of one plan together, at most.</summary>
    private const int Effort = 1000;

    private const int MostRollouts = 24;

    public static Schedule Best(LabSamples lab, IReadOnlyCollection<int> urgent, IReadOnlySet<int> without)
    {
        Schedule Rollout(IEnumerable<Sample> order) => Schedule.Of(lab.Instruments, lab.Timelines, order.Where(sample => !without.Contains(sample.Index)));

        var orders = PlacementOrder.All(lab, urgent);
        var order = orders.First();
        var best = Rollout(order);
        if (!HasChoice(lab, without))
        {
            return best;
        }

        foreach (var other in orders.Skip(1))
        {
            var rolled = Rollout(other);
            if (rolled.IsBetterThan(best))
            {
                (best, order) = (rolled, other);
            }
        }

        var left = Math.Min(MostRollouts, Effort / Math.Max(1, lab.Samples.Sum(sample => sample.Options.Count)));
        return Improve(best, [.. order], urgent, Rollout, left);
    }

    /// <summary>Whether two steps that may begin could want the same place that is free.</summary>
    private static bool HasChoice(LabSamples lab, IReadOnlySet<int> without)
    {
        var free = lab.Timelines.Select(timeline => timeline.Instrument.Ready && timeline.Free > 0).ToArray();
        return lab.Samples.Count(sample => sample.Waits && sample.Ready <= 0 && !without.Contains(sample.Index) && sample.Options[0].Any(option => free[option.Instrument])) > 1;
    }

    private static Schedule Improve(Schedule best, List<Sample> order, IReadOnlyCollection<int> urgent, Func<IEnumerable<Sample>, Schedule> rollout, int left)
    {
        for (var from = 1; from < order.Count; from++)
        {
            for (var to = from - 1; to >= 0 && PlacementOrder.Tier(order[to], urgent) == PlacementOrder.Tier(order[from], urgent); to--)
            {
                if (left-- <= 0)
                {
                    return best;
                }

                var moved = new List<Sample>(order);
                moved.RemoveAt(from);
                moved.Insert(to, order[from]);
                var rolled = rollout(moved);
                if (rolled.IsBetterThan(best))
                {
                    (best, order) = (rolled, moved);
                    break;
                }
            }
        }

        return best;
    }
}
