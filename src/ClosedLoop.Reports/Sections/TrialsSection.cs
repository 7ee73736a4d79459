using System.Globalization;
using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>Every trial in a row.</summary>
internal static class TrialsSection
{
    /// <summary>The table; null without a trial.</summary>
    public static XElement? Write(CampaignHistory history, CampaignSummary summary)
    {
        if (history.Trials.Count == 0)
        {
            return null;
        }

        var best = summary.Front.Select(member => member.Trial).ToHashSet();
        return Html.Section(
            "trials",
            "Trials",
            Html.Of("p", "note script", "Click a heading to sort."),
            Html.Of(
                "div",
                "scroll",
                Html.Of(
                    "table",
                    "trials sortable",
                    new XElement("thead", new XElement("tr", Heads(history.Spec))),
                    new XElement("tbody", history.Trials.Select(trial => Row(history, trial, best.Contains(trial.Number)))))));
    }

    private static IEnumerable<XElement> Heads(CampaignSpec spec) =>
    [
        Head("trial", true),
        Head("status", false),
        .. spec.Space.Parameters.SelectMany(parameter => parameter.Keys.Select(key => Head(Figures.Named(key, parameter.Unit), parameter is not CategoricalParameter))),
        .. spec.Objectives.SelectMany(objective => new[] { Head(Figures.Named(objective.Name, objective.Unit), true), Head("predicted ± sd", true) }),
        Head("acquisition", true),
        Head("origin", false),
        Head("attempts", true),
        Head("instruments", false),
        Head("started (UTC)", false),
        Head("duration", true),
        Head("notes", false),
    ];

    private static XElement Head(string name, bool numeric) => Html.Of("th", numeric ? "num" : "", name);

    private static XElement Row(CampaignHistory history, TrialHistory trial, bool best)
    {
        var spec = history.Spec;
        var row = Html.Of(
            "tr",
            best ? "is-best" : "",
            new XAttribute("id", "trial-" + Figures.Whole(trial.Number)),
            Svg.OfTrial(trial.Number),
            Number(trial.Number, Figures.Whole(trial.Number)),
            new XElement("td", Html.Of("span", "status-" + trial.Status.Replace(' ', '-'), trial.Status)),
            spec.Space.Parameters.SelectMany(parameter => parameter.Keys.Select(key => Value(trial.Candidate[key]))),
            spec.Objectives.SelectMany(objective => Measured(trial, objective)),
            Number(trial.State.Proposed.Acquisition),
            new XElement("td", trial.State.Proposed.Origin),
            Number(trial.Attempts.Count, Figures.Whole(trial.Attempts.Count)),
            new XElement("td", string.Join(", ", trial.Instruments)),
            new XElement("td", new XAttribute("class", "time"), trial.Start is { } start ? Figures.Moment(start) : ""),
            Number(trial.Duration?.TotalSeconds, trial.Duration is { } span ? Figures.Duration(span) : ""),
            Html.Of("td", "notes", string.Join("; ", Notes(trial))));
        return row;
    }

    private static IEnumerable<XElement> Measured(TrialHistory trial, Objective objective)
    {
        yield return Number(trial.Value(objective.Name));
        yield return trial.Prediction(objective.Name) is { } prediction
            ? Number(prediction.Mean, $"{Figures.Short(prediction.Mean)} ± {Figures.Short(prediction.StandardDeviation, 2)}")
            : Number(null, "");
    }

    private static XElement Value(ParameterValue value) => value.IsNumber ? Number(value.Number, Figures.Short(value.Number, 5)) : new XElement("td", value.Text);

    private static XElement Number(double? value) => Number(value, value is { } number ? Figures.Short(number) : "");

    /// <summary>The cell keeps the exact number to sort by, and to look at.</summary>
    private static XElement Number(double? value, string text) => Html.Of(
        "td",
        "num",
        value is { } number ? new XAttribute("data-value", number.ToString("R", CultureInfo.InvariantCulture)) : null,
        text);

    private static IEnumerable<string> Notes(TrialHistory trial)
    {
        if (trial.State.Reason is { } reason)
        {
            yield return reason;
        }

        if (trial.Late)
        {
            yield return "measured late";
        }

        foreach (var failure in trial.State.Dispatches.Where(dispatch => dispatch.Failure is not null && trial.IsObserved))
        {
            yield return $"{failure.Id.Step}, attempt {Figures.Whole(failure.Id.Attempt)}: {failure.Failure!.Message}";
        }
    }
}
