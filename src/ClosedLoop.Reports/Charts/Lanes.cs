namespace ClosedLoop.Reports;

/// <summary>Stacks what overlaps in time.</summary>
internal static class Lanes
{
    /// <summary>
    /// The lane of each interval, from 0, in the order given: the first lane that is free at its start. Intervals are ordered by their starts; one without
    /// extent still occupies its start.
    /// </summary>
    public static IReadOnlyList<int> Of(IReadOnlyList<(DateTimeOffset Start, DateTimeOffset End)> intervals)
    {
        var free = new List<DateTimeOffset>();
        var lanes = new int[intervals.Count];
        for (var i = 0; i < intervals.Count; i++)
        {
            var lane = free.FindIndex(end => end <= intervals[i].Start);
            if (lane < 0)
            {
                lane = free.Count;
                free.Add(default);
            }

            free[lane] = intervals[i].End > intervals[i].Start ? intervals[i].End : intervals[i].Start.AddTicks(1);
            lanes[i] = lane;
        }

        return lanes;
    }

    /// <summary>How long at least one of the intervals lasts.</summary>
    public static TimeSpan Union(IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> intervals)
    {
        var total = TimeSpan.Zero;
        var reached = DateTimeOffset.MinValue;
        foreach (var (start, end) in intervals.OrderBy(interval => interval.Start))
        {
            var from = start > reached ? start : reached;
            if (end > from)
            {
                total += end - from;
                reached = end;
            }
        }

        return total;
    }
}
