using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>The result, large.</summary>
internal static class BestSection
{
    /// <summary>The best trial; the front with several objectives; or that there is none yet.</summary>
    public static XElement Write(CampaignHistory history, CampaignSummary summary)
    {
        if (summary.Front.Count == 0)
        {
            var text = history.Observed.Any() ? "No trial meets the limits" + (history.State.IsOver ? "." : " yet.")
                : history.State.IsOver ? "The campaign ended without an observation." : "No observation yet.";
            return Html.Section("best", "Best result", Html.Of("p", "empty", text));
        }

        return summary.Best is { } best ? Single(history, best) : Front(history, summary.Front);
    }

    private static XElement Single(CampaignHistory history, BestTrial best)
    {
        var objective = history.Spec.Objectives[0];
        var value = best.Values[objective.Name];
        var trial = history.Trials.First(candidate => candidate.Number == best.Trial);
        return Html.Section(
            "best",
            "Best result",
            Html.Of(
                "div",
                "best-grid",
                Html.Of(
                    "div",
                    "hero",
                    Html.Of("p", "hero-name", objective.Name),
                    Html.Of("p", "hero-value", Figures.Short(value), objective.Unit is null ? null : Html.Of("span", "unit", " " + objective.Unit)),
                    Html.Of("p", "hero-note", Note(history, objective, trial, value))),
                Html.Table(
                    "values",
                    ["parameter", "value", "allowed"],
                    history.Spec.Space.Parameters.SelectMany(parameter => Rows(parameter, best.Candidate)),
                    1)));
    }

    private static string Note(CampaignHistory history, Objective objective, TrialHistory trial, double value)
    {
        var distance = objective.Goal == Goal.Target
            ? $"{Figures.With(objective.Loss(value), objective.Unit)} from the target {Figures.With(objective.Target!.Value, objective.Unit)}; "
            : "";
        var expected = trial.Prediction(objective.Name) is { } prediction
            ? $"predicted {Figures.PlusMinus(prediction.Mean, prediction.StandardDeviation)} (mean ± sd) before it was measured"
            : "from the initial design";
        var designed = history.Trials.Take(history.InitialTrials).Where(other => other.Counts(history.Spec)).Select(other => other.Value(objective.Name)).OfType<double>().ToList();
        var against = trial.Number > history.InitialTrials && designed.Count > 0
            ? $"; best of the initial design: {Figures.With(designed.MinBy(objective.Loss), objective.Unit)}"
            : "";
        var limits = string.Concat((history.Spec.Limits ?? []).Select(limit => $"; {limit.Output} {Figures.Short(trial.Value(limit.Output) ?? double.NaN)}"));
        return $"Trial {Figures.Whole(trial.Number)} of {Figures.Whole(history.Trials.Count)}; {distance}{expected}{against}{limits}.";
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(Parameter parameter, Candidate candidate) => parameter.Keys.Select(key =>
        (IReadOnlyList<object?>)[
            parameter is CompositionParameter ? $"{key} (in {parameter.Name})" : key,
            Value(parameter, candidate[key]),
            Allowed(parameter, key)]);

    private static string Value(Parameter parameter, ParameterValue value) => value.IsNumber ? Figures.With(value.Number, parameter.Unit) : value.Text!;

    private static string Allowed(Parameter parameter, string key) => parameter switch
    {
        ContinuousParameter p => $"{Figures.Short(p.Lower)} to {Figures.Short(p.Upper)}{(p.Scale == Scale.Log ? ", log scale" : "")}",
        IntegerParameter p => $"{Figures.Short(p.Lower)} to {Figures.Short(p.Upper)}, whole",
        DiscreteParameter p => string.Join(", ", p.Levels.Select(level => Figures.Short(level))),
        CategoricalParameter p => string.Join(", ", p.Levels),
        CompositionParameter p =>
            $"{Figures.Short(p.Parts.First(part => part.Name == key).Lower)} to {Figures.Short(p.Parts.First(part => part.Name == key).Upper)}"
            + $" by {Figures.Short(p.Step)}",
        FixedParameter => "fixed",
        _ => throw new InvalidOperationException($"Unknown parameter type {parameter.GetType().Name}"),
    };

    private static XElement Front(CampaignHistory history, IReadOnlyList<BestTrial> front)
    {
        var spec = history.Spec;
        var keys = spec.Space.Parameters.SelectMany(parameter => parameter.Keys.Select(key => (parameter.Unit, Key: key))).ToList();
        string[] head =
        [
            "trial",
            .. spec.Objectives.Select(objective => Figures.Named(objective.Name, objective.Unit)),
            .. keys.Select(key => Figures.Named(key.Key, key.Unit)),
        ];
        var rows = front.Select(member => (IReadOnlyList<object?>)
        [
            Figures.Whole(member.Trial),
            .. spec.Objectives.Select(objective => new XElement("strong", Figures.Short(member.Values[objective.Name]))),
            .. keys.Select(key => member.Candidate[key.Key] is { IsNumber: true } value ? Figures.Short(value.Number) : member.Candidate[key.Key].Text),
        ]);
        return Html.Section(
            "best",
            "Best results: the Pareto front",
            new XElement(
                "p",
                $"{Figures.Count(front.Count, "trial")} of {Figures.Whole(history.Observed.Count())} observed that no other trial beats in every objective, "
                + $"from the best to the worst by {spec.Objectives[0].Name}."),
            Html.Table("values", head, rows, [.. Enumerable.Range(0, head.Length)]));
    }
}
