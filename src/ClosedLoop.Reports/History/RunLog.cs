using ClosedLoop.Campaigns;

namespace ClosedLoop.Reports;

/// <summary>Tells the life of a run: openings, pauses, faults, the end.</summary>
internal static class RunLog
{
    /// <summary>The entries in order.</summary>
    public static IReadOnlyList<LogEntry> Of(IReadOnlyList<CampaignEvent> events)
    {
        var entries = new List<LogEntry>();
        CampaignEvent? before = null;
        foreach (var happened in events)
        {
            if (Entry(happened, before) is { } entry)
            {
                entries.Add(entry);
            }

            before = happened;
        }

        return entries;
    }

    private static LogEntry? Entry(CampaignEvent happened, CampaignEvent? before) => happened switch
    {
        CampaignStarted e => new(e.At, "started", $"run {e.Run}", false),
        CampaignOpened e => Opened(e, before),
        CampaignPaused e => new(e.At, "paused", e.Reason, false),
        CampaignResumed e => new(e.At, "resumed", e.Reason, false),
        CampaignDraining e => new(e.At, "draining", e.Reason, false),
        CampaignSuspended e => new(e.At, "suspended", "the host let go of the run with nothing running", false),
        CampaignFaulted e => new(e.At, "faulted", e.Reason, true),
        CampaignStopping e => new(e.At, "stopping", e.Reason, false),
        CampaignAborting e => new(e.At, "aborting", e.Reason, true),
        CampaignCompleted e => new(e.At, "completed", e.Reason, false),
        CampaignAborted e => new(e.At, "aborted", e.Reason, true),
        Retrained { Model: null } e => new(e.At, "not retrained", "too little data to fit a surrogate", false),
        AlarmRaised e => new(e.At, "alarm", e.Alarm.Text, true),
        AlarmEnded e => new(e.At, "alarm ended", $"standing since trial {Figures.Whole(e.Since)}", false),
        _ => null,
    };

    /// <summary>An opening that follows neither the start nor a regular end of the host's hold means that the host died.</summary>
    private static LogEntry Opened(CampaignOpened e, CampaignEvent? before)
    {
        var crashed = e.Epoch > 1 && before is not (null or CampaignSuspended or CampaignFaulted);
        var how = crashed
            ? $"opened again after the host had gone without leave; the last fact before is {Figures.Duration(e.At - before!.At)} older"
            : e.Epoch > 1 ? $"opened again after {Figures.Duration(e.At - (before ?? e).At)}" : "opened for the first time";
        return new(e.At, $"opened ({Figures.Whole(e.Epoch)})", $"{how}; host {e.Host}, {e.Runtime}, vectors of {Figures.Whole(e.VectorWidth)} bits", crashed);
    }
}
