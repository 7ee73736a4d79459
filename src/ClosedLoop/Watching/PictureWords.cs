using System.Globalization;
using ClosedLoop.Messaging;
using ClosedLoop.Orchestrator;

namespace ClosedLoop;

/// <summary>A picture of the labs in words: what a table's cells and a plain line share.</summary>
internal static class PictureWords
{
    /// <summary>How long ago, roughly.</summary>
    public static string Age(TimeSpan age) =>
        age < TimeSpan.FromSeconds(1) ? "0 s"
        : age < TimeSpan.FromMinutes(2) ? $"{(int)age.TotalSeconds} s"
        : age < TimeSpan.FromHours(2) ? $"{(int)age.TotalMinutes} min"
        : age < TimeSpan.FromDays(2) ? $"{(int)age.TotalHours} h"
        : $"{(int)age.TotalDays} d";

    public static string Presence(WatchedInstrument instrument, DateTimeOffset now) =>
        instrument.Presence is null ? "never said"
        : instrument.IsOffline ? Offline(instrument.Presence, now)
        : instrument.IsSilent(now) ? $"silent for {Age(now - instrument.LastSign!.Value)}"
        : "online";

    public static string Presence(WatchedPresence host, DateTimeOffset now) =>
        host.Told.Online ? $"online since {Clock(host.Told.At)} ({Age(now - host.Told.At)})" : Offline(host, now);

    /// <summary>What an instrument performs, with how far it is.</summary>
    public static string Doing(WatchedInstrument instrument) =>
        instrument.State is { Active.Count: > 0 } state ? string.Join(", ", state.Active.Select(id => Step(id, instrument.Dispatches.GetValueOrDefault(id))))
        : instrument.State?.Activity ?? "";

    public static string Counts(CampaignStateMessage state) =>
        $"{state.TrialsObserved + state.TrialsFailed + state.TrialsQuarantined}/{state.TrialsBudget} done, {state.TrialsInFlight} in flight"
        + (state.TrialsFailed > 0 ? $", {state.TrialsFailed} failed" : "") + (state.TrialsQuarantined > 0 ? $", {state.TrialsQuarantined} quarantined" : "");

    public static string Best(CampaignTrialMessage? best) => best?.Values is { Count: > 0 } values
        ? $"{string.Join(", ", values.Select(value => $"{value.Key} {Number(value.Value)}"))} (trial {best.Trial})"
        : "–";

    public static string Model(CampaignModelMessage? model) => model is null ? "–"
        : $"{model.Name} on {model.Observations}"
            + (model.Alarms is { Count: > 0 } alarms ? $" (!) {string.Join(", ", alarms.Select(alarm => EventText.Spaced(alarm.Kind)).Distinct())}" : "");

    /// <summary>The local time of day; the date too when it is another day.</summary>
    public static string Clock(DateTimeOffset at) => at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>One line for each thing in the picture, by its name.</summary>
    public static IEnumerable<(string Name, string Text)> Lines(LabPicture picture, DateTimeOffset now)
    {
        foreach (var (name, presence) in picture.Hosts)
        {
            yield return ($"{name.Lab}/{name.Name}", $"host {(presence.Told.Online ? $"online since {Clock(presence.Told.At)}" : Offline(presence, now))}");
        }

        foreach (var (name, campaign) in picture.Campaigns)
        {
            yield return ($"{name.Lab}/{name.Name}", Campaign(campaign));
        }

        foreach (var (name, instrument) in picture.Instruments)
        {
            var state = instrument.IsOffline || instrument.State is null ? "" : $", {instrument.State.Health}, {Doing(instrument)}";
            yield return ($"{name.Lab}/{name.Name}", $"{Presence(instrument, now)}{state}");
        }
    }

    // A will was written when its sender connected: who finds it retained knows only the longest that the sender can be away.
    private static string Offline(WatchedPresence presence, DateTimeOffset now) =>
        presence.HeardAt is { } heard ? $"offline for {Age(now - heard)}" : $"offline for at most {Age(now - presence.Told.At)}";

    private static string Campaign(WatchedCampaign campaign) => campaign.State is not { } state
        ? $"best {Best(campaign.Best)}"
        : $"{state.Phase}, {Counts(state)}; best {Best(campaign.Best)}; model {Model(campaign.Model)}"
            + string.Concat((state.Waiting ?? []).Select(wait => $"; {wait}"))
            + (campaign.IsOver && (state.Fault ?? state.Reason) is { } reason ? $"; {reason}" : "");

    private static string Step(string id, StatusMessage? status) =>
        EventWords.Step(id) + (status?.Progress is { } progress ? $" {(progress * 100).ToString("0", CultureInfo.InvariantCulture)} %" : "");

    private static string Number(double value) => EventText.Number(value);
}
