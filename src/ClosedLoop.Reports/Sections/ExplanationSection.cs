using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>What the surrogate learnt: which parameters matter, how each acts, and why it predicts what it predicts.</summary>
internal static class ExplanationSection
{
    private const double PageWidth = 1020;

    /// <summary>Importances from the journal's last retrain, the rest from an explanation; null with neither.</summary>
    public static XElement? Write(CampaignHistory history, ModelExplanation? explanation)
    {
        var parts = history.Spec.Objectives.SelectMany(objective => Of(history, objective, explanation)).ToList();
        return parts.Count == 0 ? null : Html.Section("explanation", "What the surrogate learnt", parts);
    }

    private static IEnumerable<XElement> Of(CampaignHistory history, Objective objective, ModelExplanation? explanation)
    {
        var explained = explanation?.Objectives.FirstOrDefault(each => each.Objective == objective.Name);
        var importances = explained?.Importances ?? [.. (history.State.Model?.Importances ?? []).Where(each => each.Objective == objective.Name)];
        if (history.Spec.Objectives.Count > 1 && importances.Count > 0)
        {
            yield return new XElement("h3", objective.Name);
        }

        List<XElement> halves = importances.Count == 0 ? [] :
        [
            Html.Of(
                "div",
                "",
                Html.Figure("", ImportanceChart.Draw(objective.Name, importances),
                    $"How much each parameter matters to {objective.Name}: the share of the predicted variance that it explains by itself, and together with others, when all parameters vary over "
                    + "their ranges; and its share of the kernel's distances."),
                ImportanceChart.Key()),
        ];
        halves.AddRange((explained?.Candidates ?? []).Select(values => Html.Figure("", ShapleyChart.Draw(values, history.Spec.Space, objective), Why(history, objective, values))));
        if (halves.Count > 0)
        {
            yield return Html.Of("div", "half", halves);
        }

        if (explained is { Dependences.Count: > 0 })
        {
            yield return Dependences(history.Spec, objective, explained.Dependences);
        }
    }

    private static string Why(CampaignHistory history, Objective objective, ShapleyValues values)
    {
        var trial = history.Trials.FirstOrDefault(each => each.Candidate.Equals(values.Candidate));
        var measured = trial?.Value(objective.Name) is { } value ? $", measured {Figures.With(value, objective.Unit)}" : "";
        return $"Why the final surrogate predicts {Figures.With(values.Predicted, objective.Unit)} at {(trial is null ? "this candidate" : $"trial {Figures.Whole(trial.Number)}")}{measured}: what each "
            + "parameter adds to the average prediction over the space (Shapley values).";
    }

    private static XElement Dependences(CampaignSpec spec, Objective objective, IReadOnlyList<PartialDependence> dependences)
    {
        var columns = dependences.Count == 4 ? 4 : 3;
        var range = DependenceChart.Range(dependences);
        return Html.Of(
            "figure",
            "wide",
            Html.Of(
                "div",
                columns == 4 ? "multiples four" : "multiples",
                dependences.Select(each => DependenceChart.Draw(
                    each, objective, spec.Space.Parameters.First(parameter => parameter.Keys.Contains(each.Key)), range, PageWidth / columns))),
            new XElement("figcaption",
                $"Predicted {objective.Name} when one parameter is held and all others vary over their ranges: the average, and the 95 % interval of what the surrogate knows of it. "
                + "Bands that reach far beyond the curves are cut."));
    }
}
