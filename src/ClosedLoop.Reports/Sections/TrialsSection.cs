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
                    new XElement("tbody", Rows(history, best)))));
    }

    private static IEnumerable<XElement> Heads(CampaignSpec spec) =>
    [
        Head("trial", true),
        Head("status", false),
        .. spec.Space.Parameters.SelectMany(parameter =>
            parameter.Keys.Select(key => Head(Figures.Named(key, parameter.Unit), parameter is not CategoricalParameter))),
        .. spec.Space.Context.Select(context => Head(Figures.Named(context.Name, context.Unit), true)),
        .. spec.Objectives.SelectMany(objective => new[] { Head(Figures.Named(objective.Name, objective.Unit), true), Head("predicted ± sd", true) }),
        .. LimitsOnly(spec).Select(limit => Head(limit.Output, true)),
        Head("acquisition", true),
        Head("origin", false),
        Head("attempts", true),
        Head("instruments", false),
        Head("started (UTC)", false),
        Head("duration", true),
        Head("notes", false),
    ];

    private static XElement Head(string name, bool numeric) => Html.Of("th", numeric ? "num" : "", name);

    private static IEnumerable<XElement> Rows(CampaignHistory history, HashSet<int> best)
    {
        var spec = history.Spec;
        var formats = spec.Space.Keys.ToDictionary(
            key => key,
            key => new ColumnFormat(history.Trials.Select(trial => trial.Candidate[key]).Where(value => value.IsNumber).Select(value => value.Number)));
        var measured = spec.Objectives.Select(objective => objective.Name).Concat(LimitsOnly(spec).Select(limit => limit.Output)).ToDictionary(
            name => name,
            name => new ColumnFormat(history.Trials.Select(trial => trial.Value(name)).OfType<double>()));
        foreach (var context in spec.Space.Context)
        {
            formats[context.Name] = new ColumnFormat(history.Trials.Select(trial => trial.Context(context.Name)).OfType<double>());
        }

        var acquisition = new ColumnFormat(history.Trials.Select(trial => trial.State.Proposed.Acquisition).OfType<double>());
        return history.Trials.Select(trial => Row(spec, trial, best.Contains(trial.Number), formats, measured, acquisition));
    }

    private static XElement Row(
        CampaignSpec spec,
        TrialHistory trial,
        bool best,
        Dictionary<string, ColumnFormat> formats,
        Dictionary<string, ColumnFormat> measured,
        ColumnFormat acquisition) =>
        Html.Of(
            "tr",
            best ? "is-best" : "",
            new XAttribute("id", "trial-" + Figures.Whole(trial.Number)),
            Svg.OfTrial(trial.Number),
            Number(trial.Number, Figures.Whole(trial.Number)),
            new XElement("td", Html.Of("span", "status-" + trial.Status.Replace(' ', '-'), trial.Status)),
            spec.Space.Parameters.SelectMany(parameter => parameter.Keys.Select(key => Value(trial.Candidate[key], formats[key]))),
            spec.Space.Context.Select(context => Number(trial.Context(context.Name), formats[context.Name])),
            spec.Objectives.SelectMany(objective => Measured(trial, objective, measured[objective.Name])),
            LimitsOnly(spec).Select(limit => Number(trial.Value(limit.Output), measured[limit.Output])),
            Number(trial.State.Proposed.Acquisition, acquisition),
            new XElement("td", trial.State.Proposed.Origin),
            Number(trial.Attempts.Count, Figures.Whole(trial.Attempts.Count)),
            new XElement("td", string.Join(", ", trial.Instruments)),
            new XElement("td", new XAttribute("class", "time"), trial.Start is { } start ? Figures.MomentOfYear(start) : ""),
            Number(trial.Duration?.TotalSeconds, trial.Duration is { } span ? Figures.Duration(span) : ""),
            Html.Of("td", "notes", string.Join("; ", Notes(trial, spec))));

    /// <summary>Limits of outputs that have no column as an objective.</summary>
    private static IEnumerable<OutcomeConstraint> LimitsOnly(CampaignSpec spec) =>
        (spec.Limits ?? []).Where(limit => spec.Objectives.All(objective => objective.Name != limit.Output));

    private static IEnumerable<XElement> Measured(TrialHistory trial, Objective objective, ColumnFormat format)
    {
        yield return Number(trial.Value(objective.Name), format);
        yield return trial.Prediction(objective.Name) is { } prediction
            ? Number(prediction.Mean, Figures.PlusMinus(prediction.Mean, prediction.StandardDeviation))
            : Number(null, "");
    }

    private static XElement Value(ParameterValue value, ColumnFormat format) =>
        value.IsNumber ? Number(value.Number, format.Write(value.Number)) : new XElement("td", value.Text);

    private static XElement Number(double? value, ColumnFormat format) => Number(value, value is { } number ? format.Write(number) : "");

    /// <summary>The cell keeps the exact number to sort by, and to look at.</summary>
    private static XElement Number(double? value, string text) => Html.Of(
        "td",
        "num",
        value is { } number ? new XAttribute("data-value", number.ToString("R", CultureInfo.InvariantCulture)) : null,
        text);

    private static IEnumerable<string> Notes(TrialHistory trial, CampaignSpec spec)
    {
        if (trial.IsObserved && spec.Limits?.Where(limit => !limit.Holds(trial.State.Values![limit.Output])).ToList() is { Count: > 0 } missed)
        {
            yield return $"misses {string.Join(", ", missed)}";
        }

        if (trial.State.Reason is { } reason)
        {
            yield return reason;
        }

        if (trial.State.Proposed.Extrapolation is { IsFar: true } far)
        {
            yield return $"extrapolates ({Figures.Percent(far.OpenVariance)} of the variance open)";
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
