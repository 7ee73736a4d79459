using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>The fitted surrogate: which it is and why, its length scales and other figures.</summary>
internal static class SurrogateSection
{
    private const string LengthScale = ".lengthscale.";

    /// <summary>Reasons, length scales and figures; null when there is no surrogate.</summary>
    public static XElement? Write(CampaignHistory history) => history.State.Model is not { } model ? null : Html.Section(
        "surrogate",
        "Surrogate",
        About(model),
        model.Reasons is { Count: > 0 } reasons ? new XElement("ul", reasons.Select(reason => new XElement("li", reason))) : null,
        Html.Of("div", "half", Learnt(history, model)));

    private static XElement About(ModelSummary model) => new(
        "p",
        new XElement("code", model.Name),
        $", fitted to {Figures.Count(model.Observations, "observation")}; hash ",
        new XElement("code", new XAttribute("title", model.Hash), Figures.Ellipsis(model.Hash, 17)),
        ".");

    private static IEnumerable<XElement> Learnt(CampaignHistory history, ModelSummary model)
    {
        foreach (var objective in history.Spec.Objectives)
        {
            var scales = Scales(model, objective);
            if (scales.Count > 0)
            {
                yield return Html.Figure(
                    "",
                    LengthScaleChart.Draw(objective, scales),
                    $"Length scales of {objective.Name} in the surrogate's own coordinates: a short one means that the objective changes quickly along the "
                        + "parameter, a long one that the parameter hardly matters.");
            }
        }

        var others = model.HyperParameters.Where(pair => !pair.Key.Contains(LengthScale, StringComparison.Ordinal))
            .Concat(model.Diagnostics.Where(pair => !CalibrationSection.Shows(pair.Key)))
            .ToList();
        if (others.Count > 0)
        {
            yield return Html.Table("values", ["figure", "value"], others.Select(pair => (IReadOnlyList<object?>)[pair.Key, Figures.Short(pair.Value)]), 1);
        }
    }

    private static List<KeyValuePair<string, double>> Scales(ModelSummary model, Objective objective) =>
    [
        .. model.HyperParameters
            .Where(pair => pair.Key.StartsWith(objective.Name + LengthScale, StringComparison.Ordinal) && double.IsFinite(pair.Value) && pair.Value > 0)
            .Select(pair => KeyValuePair.Create(pair.Key[(objective.Name.Length + LengthScale.Length)..], pair.Value)),
    ];
}
