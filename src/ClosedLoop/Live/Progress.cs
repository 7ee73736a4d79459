using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Orchestrator;

namespace ClosedLoop;

/// <summary>How far a run is, in words.</summary>
internal static class Progress
{
    /// <summary>Phase and counts.</summary>
    public static string Of(CampaignState state)
    {
        var done = state.Trials.Values.Count(trial => trial.Status != TrialStatus.InFlight);
        return $"[{PhaseTable.Of(state).ToString().ToLowerInvariant()} {done}/{state.Spec!.Budget.Trials} done, {state.InFlight.Count} in flight]";
    }

    /// <summary>Time left at the pace so far; null before the first trial ended in this opening.</summary>
    public static TimeSpan? Left(CampaignState state, DateTimeOffset now)
    {
        var ended = state.Trials.Values.Count(trial => trial.EndedAt >= state.OpenedAt);
        var remaining = state.Spec!.Budget.Trials - state.Trials.Values.Count(trial => trial.Status != TrialStatus.InFlight);
        return ended == 0 || state.IsOver ? null : (now - state.OpenedAt) / ended * remaining;
    }

    /// <summary>A span as <c>h:mm:ss</c> or <c>m:ss</c>.</summary>
    public static string Clock(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>What an instrument is doing.</summary>
    public static string Doing(InstrumentRecord record) => record switch
    {
        { Presence: null } => "unknown",
        { Presence.Online: false } => "offline",
        { State: { Active.Count: > 0 } state } => string.Join(", ", state.Active.Select(Step)),
        { State: { } state } => state.Activity,
        _ => "online",
    };

    /// <summary>What the run waits for that nobody offers, or null.</summary>
    public static string? Lacking(CampaignState state, IReadOnlyList<InstrumentRecord> instruments, DateTimeOffset now)
    {
        var offered = instruments
            .Where(record => record.IsReady(now))
            .SelectMany(record => record.Capabilities?.Capabilities ?? [])
            .Select(capability => capability.Name)
            .ToHashSet();
        var lacking = CampaignLoop.NextWork(state, now)
            .OfType<CampaignWork.Place>()
            .Select(place => place.Capability)
            .Where(capability => !offered.Contains(capability))
            .Distinct()
            .ToList();
        return lacking.Count == 0 ? null : $"waiting for an instrument that offers {string.Join(" and ", lacking)}";
    }

    private static string Step(string dispatch) =>
        DispatchId.TryParse(dispatch, out var id) ? $"{id.Step} of trial {id.Trial}" : dispatch;
}
