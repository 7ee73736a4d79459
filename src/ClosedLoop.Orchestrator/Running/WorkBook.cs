using ClosedLoop.Campaigns;

namespace ClosedLoop.Orchestrator;

/// <summary>When each owed effect was last performed in this life. Forgotten at a restart, on purpose: then everything owed is performed again.</summary>
internal sealed class WorkBook
{
    private Dictionary<CampaignWork, DateTimeOffset> _performed = [];

    /// <summary>The owed work whose time has come, booked as performed now; <paramref name="wake"/> is when to look again.</summary>
    public List<CampaignWork> Due(IReadOnlyList<CampaignWork> owed, DateTimeOffset now, out DateTimeOffset wake)
    {
        var due = new List<CampaignWork>();
        var still = new Dictionary<CampaignWork, DateTimeOffset>(owed.Count);
        wake = now + LoopTimes.LongestWait;
        foreach (var work in owed)
        {
            if (work is CampaignWork.Await pause)
            {
                wake = pause.Deadline < wake ? pause.Deadline : wake;
                continue;
            }

            var known = _performed.TryGetValue(work, out var last);
            if (!known || (work.Every is { } every && last + every <= now))
            {
                due.Add(work);
                last = now;
            }

            still[work] = last;
            if (work.Every is { } again && again > TimeSpan.Zero && last + again < wake)
            {
                wake = last + again;
            }
        }

        _performed = still;
        return due;
    }
}
