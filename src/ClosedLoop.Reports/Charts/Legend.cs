using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>Explains the symbols that a figure uses, under it; only those that occur.</summary>
internal static class Legend
{
    /// <summary>The symbols of trials.</summary>
    public static XElement OfTrials(CampaignHistory history, bool withBest)
    {
        var trials = history.Trials;

        // With several sources shape and colour belong to them, and only whether a mark is hollow tells how its trial came about.
        var (any, hollow, filled) = history.Spec.Sources is null ? ("", "", "") : (" any", "hollow: ", "filled: ");
        return Html.Of(
            "p",
            "legend",
            Sources(history),
            history.InitialTrials > 0 ? Entry($"mark design{any}", $"{hollow}initial design") : null,
            trials.Any(trial => trial.State.Proposed.Predictions.Count > 0) ? Entry($"mark chosen{any}", $"{filled}chosen by the surrogate") : null,
            withBest && history.Observed.Any() ? Entry("mark best", history.Spec.Objectives.Count == 1 ? "best" : "Pareto front") : null,
            trials.Any(trial => trial.State.Status == Campaigns.TrialStatus.Failed) ? Entry("mark failed", "failed", "M2 2L10 10M2 10L10 2") : null,
            trials.Any(trial => trial.State.Status == Campaigns.TrialStatus.Quarantined) ? Entry("mark quarantined", "quarantined", "M6 1L11 10L1 10Z") : null,
            trials.Any(trial => trial.State.Status == Campaigns.TrialStatus.InFlight) ? Entry("mark flying", "in flight", "M6 1L11 6L6 11L1 6Z") : null);
    }

    /// <summary>Which shape and colour belong to which source, of a campaign with several.</summary>
    private static IEnumerable<XElement>? Sources(CampaignHistory history) => history.Spec.Sources?.OrderByDescending(source => source.IsTarget).Select(source =>
    {
        var number = Mark.SourceOf(history.Spec, source.Name);
        return Entry($"mark chosen{Mark.Style(number)}", source.IsTarget ? $"{source.Name}, the target" : source.Name, Mark.Shape(number, 6, 6));
    });

    /// <summary>A symbol with its meaning; a circle unless a path within 12 × 12 is given.</summary>
    public static XElement Entry(string style, string meaning, string? path = null) => Html.Of(
        "span",
        "",
        new XElement(
            "svg",
            new XAttribute("viewBox", "0 0 12 12"),
            new XAttribute("width", "12"),
            new XAttribute("height", "12"),
            new XAttribute("aria-hidden", "true"),
            path is null ? Svg.Circle(6, 6, 4, style) : Svg.Path(path, style)),
        " " + meaning);
}
