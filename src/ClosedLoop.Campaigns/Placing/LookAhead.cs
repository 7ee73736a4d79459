namespace ClosedLoop.Campaigns;

/// <summary>
/// Chooses among schedules: every rule is rolled out to the end; then, with the best rule, each sample that could begin now is tried as the first (rollout; Bertsekas, Tsitsiklis and Wu
/// 1997). Fewest missed time limits win, then the earliest end of all, then the earliest ends by priority.
/// </summary>
internal static class LookAhead
{
    /// <summary>Steps that are booked in all rollouts of one plan together, at most.</summary>
    private const int Effort = 2000;

    public static Schedule Best(LabSamples lab, PlacementOrder order, IReadOnlySet<int> without)
    {
        var samples = lab.Samples.Where(sample => !sample.IsParked && sample.Options.Count > 0 && !without.Contains(sample.Index)).ToList();
        var left = Effort / Math.Max(1, samples.Sum(sample => sample.Options.Count));
        var (rule, saves) = (order.Rules[0], false);
        var best = Schedule.Of(lab, samples, order.Key(rule, saves));
        var choices = Choices(lab, samples);
        if (choices.Count < 2)
        {
            return best;
        }

        bool[] savings = lab.Instruments.Any(instrument => instrument.Setup is not null) ? [false, true] : [false];
        foreach (var (other, saving) in order.Rules.SelectMany(other => savings.Select(saving => (other, saving))).Skip(1).TakeWhile(_ => left-- > 0))
        {
            var rolled = Schedule.Of(lab, samples, order.Key(other, saving));
            if (rolled.IsBetterThan(best))
            {
                (best, rule, saves) = (rolled, other, saving);
            }
        }

        foreach (var first in choices.TakeWhile(_ => left-- > 0))
        {
            var rolled = Schedule.Of(lab, samples, order.Key(rule, saves, first.Index));
            best = rolled.IsBetterThan(best) ? rolled : best;
        }

        return best;
    }

    /// <summary>The samples that may begin now where there is a free place.</summary>
    private static List<Sample> Choices(LabSamples lab, List<Sample> samples)
    {
        var free = lab.Timelines.Select(timeline => timeline.Instrument.Ready && timeline.Free > 0).ToArray();
        return [.. samples.Where(sample => sample.Waits && sample.Ready <= 0 && sample.Options[0].Any(option => free[option.Instrument]))];
    }
}
