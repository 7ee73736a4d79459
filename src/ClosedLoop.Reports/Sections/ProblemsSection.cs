using System.Xml.Linq;
using ClosedLoop.Campaigns;

namespace ClosedLoop.Reports;

/// <summary>Everything that went wrong, so that nobody has to look for it.</summary>
internal static class ProblemsSection
{
    /// <summary>Failed and quarantined trials, failed attempts, late results, messages that were not believed.</summary>
    public static XElement Write(CampaignHistory history)
    {
        var ended = history.Trials.Where(trial => trial.State.Status is TrialStatus.Failed or TrialStatus.Quarantined).ToList();
        var attempts = history.Trials.SelectMany(trial => trial.Attempts).ToList();
        var broken = attempts.Where(attempt => attempt.Dispatch.Phase is DispatchPhase.Failed or DispatchPhase.Indeterminate).ToList();
        var late = attempts.Where(attempt => attempt.Dispatch.Result is { Late: true }).ToList();
        return ended.Count + broken.Count + late.Count + history.Disbelieved.Count == 0
            ? Html.Section(
                "problems",
                "Failures and quarantines",
                Html.Of("p", "empty", "None: every attempt succeeded in time and every message was believed."))
            : Html.Section(
                "problems",
                "Failures and quarantines",
                Part("Trials without a measurement", ["trial", "status", "when (UTC)", "reason"], ended.ConvertAll(trial => Row(
                    Figures.Whole(trial.Number), trial.Status, Moment(trial.State.EndedAt), trial.State.Reason))),
                Part("Attempts that did not succeed", ["dispatch", "instrument", "when (UTC)", "how", "sample", "message"], broken.ConvertAll(attempt => Row(
                    new XElement("code", attempt.Dispatch.Id.ToString()),
                    attempt.Dispatch.Decision.Instrument,
                    Moment(attempt.AnsweredAt),
                    attempt.Dispatch.Failure is { } failure ? failure.Kind.ToString().ToLowerInvariant() : "indeterminate",
                    attempt.Dispatch.Failure?.Sample.ToString().ToLowerInvariant() ?? "unknown",
                    attempt.Dispatch.Failure?.Message ?? "may or may not have happened; never repeated by itself"))),
                Part("Late results (kept)", ["dispatch", "instrument", "finished (UTC)", "received (UTC)"], late.ConvertAll(attempt => Row(
                    new XElement("code", attempt.Dispatch.Id.ToString()),
                    attempt.Dispatch.Decision.Instrument,
                    Moment(attempt.Dispatch.Result!.FinishedAt),
                    Moment(attempt.AnsweredAt)))),
                Part("Messages that were not believed", ["when (UTC)", "source", "dispatch", "reason", "excerpt"], history.Disbelieved.Select(message => Row(
                    Moment(message.At), message.Source, message.Dispatch, message.Reason, new XElement("code", message.Excerpt))).ToList()));
    }

    private static string Moment(DateTimeOffset? at) => at is { } moment ? Figures.Moment(moment) : "";

    private static IReadOnlyList<object?> Row(params object?[] cells) => cells;

    private static IEnumerable<XElement> Part(string heading, string[] head, List<IReadOnlyList<object?>> rows) =>
        rows.Count == 0 ? [] : [new XElement("h3", $"{heading} ({Figures.Whole(rows.Count)})"), Html.Table("list", head, rows)];
}
