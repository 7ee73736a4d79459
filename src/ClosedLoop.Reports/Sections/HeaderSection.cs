using System.Globalization;
using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>What it is, how it stands, and the figures that identify it.</summary>
internal static class HeaderSection
{
    /// <summary>The head of the page.</summary>
    public static XElement Write(CampaignHistory history, CampaignSummary summary, DateTimeOffset now, string? headHash)
    {
        var (state, spec) = (history.State, history.Spec);
        var held = !state.IsOver && !state.Suspended && state.Fault is null;
        var last = held && now > state.LastAt ? now : state.LastAt;
        return new XElement(
            "header",
            Html.Of("p", "eyebrow", "Campaign report"),
            new XElement("h1", summary.Name),
            state.DryRun ? Html.Of("p", "dry-run", "Dry run: virtual time and simulated instruments. Nothing of this happened.") : null,
            Html.Of("p", "status", Html.Of("span", "badge " + summary.Status, summary.Status), " " + Sentence(history, summary)),
            Html.Of(
                "dl",
                "facts",
                Fact("Objectives", string.Join("; ", spec.Objectives.Select(Wanted))),
                spec.Limits is { } limits ? Fact("Limits", string.Join("; ", limits)) : null,
                Fact("Trials", TrialsText(summary)),
                Fact("Started (UTC)", Figures.Moment(state.StartedAt)),
                Fact(held ? "As of (UTC)" : "Ended (UTC)", Figures.Moment(last)),
                Fact("Duration", Figures.Duration(last - state.StartedAt)),
                Fact("Cost", summary.CostBudget is { } budget ? $"{Figures.Short(summary.Cost)} of {Figures.Short(budget)}" : Figures.Short(summary.Cost)),
                spec.Sources is null ? null : Fact("Spent at", string.Join("; ", summary.CostBySource.Select(pair => SpentAt(history, pair.Key, pair.Value)))),
                Fact("Batches", BatchText(spec)),
                Fact("Lab", spec.Lab),
                Fact("Seed", spec.Seed.ToString(CultureInfo.InvariantCulture)),
                Fact("Run", new XElement("code", summary.Run)),
                Fact("Openings", OpeningsText(history)),
                state.SpecHash.Length == 0 ? null : Fact("Specification", Hash(state.SpecHash)),
                headHash is null ? null : Fact("Journal head", Hash(headHash))));
    }

    /// <summary>The objective and what is wanted of it.</summary>
    public static string Wanted(Objective objective) => objective.Goal switch
    {
        Goal.Minimize => $"minimize {Figures.Named(objective.Name, objective.Unit)}",
        Goal.Maximize => $"maximize {Figures.Named(objective.Name, objective.Unit)}",
        _ => $"{objective.Name} → {Figures.With(objective.Target!.Value, objective.Unit)}",
    };

    private static string SpentAt(CampaignHistory history, string source, double cost) =>
        $"{source}{(source == history.Spec.Target ? " (target)" : "")}: {Figures.Short(cost)} in {Figures.Count(history.Trials.Count(trial => trial.State.Proposed.Source == source), "trial")}";

    private static string Sentence(CampaignHistory history, CampaignSummary summary)
    {
        var state = history.State;
        var reason = state.Fault ?? state.Reason;
        var because = reason is null ? "" : $": {reason}";
        var ended = summary.Observed + summary.Failed + summary.Quarantined;
        return summary.Status switch
        {
            "completed" => $"after {Figures.Count(ended, "trial")}{because}.",
            "aborted" => $"by order after {Figures.Count(ended, "trial")}{because}.",
            "faulted" => $"after {Figures.Count(ended, "trial")}{because}.",
            _ => $"with {Figures.Count(summary.InFlight, "trial")} in flight, {Figures.Whole(ended)} of {Figures.Whole(summary.TrialBudget)} ended{because}.",
        };
    }

    private static string TrialsText(CampaignSummary summary)
    {
        var parts = new List<string> { $"{Figures.Whole(summary.Observed)} observed" };
        void Add(int number, string what)
        {
            if (number > 0)
            {
                parts.Add($"{Figures.Whole(number)} {what}");
            }
        }

        Add(summary.Failed, "failed");
        Add(summary.Quarantined, "quarantined");
        Add(summary.InFlight, "in flight");
        return $"{string.Join(", ", parts)}; budget {Figures.Whole(summary.TrialBudget)}";
    }

    private static string BatchText(CampaignSpec spec) => spec.Batch.Mode == BatchMode.Synchronous
        ? $"synchronous, {Figures.Count(spec.Batch.Size, "trial")} each"
        : $"asynchronous, {Figures.Whole(spec.Batch.Size)} in flight";

    private static string OpeningsText(CampaignHistory history)
    {
        var crashes = history.Log.Count(entry => entry.Alarm && entry.What.StartsWith("opened", StringComparison.Ordinal));
        var opened = Figures.Whole(Math.Max(history.Openings.Count, 1));
        return crashes == 0 ? opened : $"{opened}, {Figures.Whole(crashes)} after the host had died";
    }

    private static XElement Hash(string hash) => new("code", new XAttribute("title", hash), Figures.Ellipsis(hash, 17));

    private static XElement Fact(string name, object value) => new("div", new XElement("dt", name), new XElement("dd", value));
}
