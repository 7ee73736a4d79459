using ClosedLoop.Campaigns;

namespace ClosedLoop.Orchestrator;

/// <summary>When each owed effect was last performed in this life. Forgotten at a restart, on purpose: then everything owed is performed again.</summary>
internal sealed class WorkBook
{
    /// <summary>
    /// How much is repeated within <see cref="LoopTimes.Resend"/>, at most. Whoever has not answered hundreds in that time is at it, and asking for all of them again would only make it slower.
    /// </summary>
    private const int MostRepeats = 100;

    private Dictionary<CampaignWork, DateTimeOffset> _performed = [];
    private DateTimeOffset _repeatsFrom;
    private int _repeats;

    /// <summary>The owed work whose time has come, booked as performed now; <paramref name="wake"/> is when to look again.</summary>
    public List<CampaignWork> Due(IReadOnlyList<CampaignWork> owed, DateTimeOffset now, out DateTimeOffset wake)
    {
        var due = new List<CampaignWork>();
        var again = new List<(CampaignWork Work, DateTimeOffset Last)>();
        var still = new Dictionary<CampaignWork, DateTimeOffset>(owed.Count);
        wake = now + LoopTimes.LongestWait;
        foreach (var work in owed)
        {
            if (work is CampaignWork.Await pause)
            {
                wake = Earlier(wake, pause.Deadline);
                continue;
            }

            var every = work.Every;
            if (!_performed.TryGetValue(work, out var last) || every == TimeSpan.Zero)
            {
                due.Add(work);
                last = now;
            }
            else if (last + every <= now)
            {
                again.Add((work, last));
            }

            still[work] = last;
            if (every > TimeSpan.Zero && last + every > now)
            {
                wake = Earlier(wake, last + every.Value);
            }
        }

        Repeat(again, due, still, now, ref wake);
        _performed = still;
        return due;
    }

    /// <summary>What was performed longest ago comes first; the rest waits until more may be repeated.</summary>
    private void Repeat(List<(CampaignWork Work, DateTimeOffset Last)> again, List<CampaignWork> due, Dictionary<CampaignWork, DateTimeOffset> still, DateTimeOffset now, ref DateTimeOffset wake)
    {
        if (now - _repeatsFrom >= LoopTimes.Resend || now < _repeatsFrom)
        {
            (_repeatsFrom, _repeats) = (now, 0);
        }

        var number = Math.Min(again.Count, MostRepeats - _repeats);
        foreach (var (work, _) in again.OrderBy(repeat => repeat.Last).Take(number))
        {
            due.Add(work);
            still[work] = now;
            wake = Earlier(wake, now + work.Every!.Value);
        }

        _repeats += number;
        if (number < again.Count)
        {
            wake = Earlier(wake, _repeatsFrom + LoopTimes.Resend);
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
