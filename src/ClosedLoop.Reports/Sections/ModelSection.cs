using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>The surrogate as last fitted.</summary>
internal static class ModelSection
{
    private const string LengthScale = ".lengthscale.";

    /// <summary>Length scales and figures; null when no surrogate was fitted.</summary>
    public static XElement? Write(CampaignHistory history)
    {
        if (history.State.Model is not { } model)
        {
            return null;
        }

        var charts = history.Spec.Objectives
            .Select(objective => (Objective: objective, Scales: Scales(model, objective)))
            .Where(entry => entry.Scales.Count > 0)
            .Select(entry => Html.Figure(
                "",
                LengthScaleChart.Draw(entry.Objective, entry.Scales),
                $"Length scales of {entry.Objective.Name} in the surrogate's own coordinates: a short one means that the objective changes quickly along the parameter, a long one that the parameter hardly matters."));
        var others = model.HyperParameters.Where(pair => !pair.Key.Contains(LengthScale, StringComparison.Ordinal)).Concat(model.Diagnostics).ToList();
        return Html.Section(
            "model",
            "Surrogate",
            new XElement(
                "p",
                new XElement("code", model.Name),
                $", fitted to {Figures.Count(model.Observations, "observation")}; hash ",
                new XElement("code", new XAttribute("title", model.Hash), Figures.Ellipsis(model.Hash, 17)),
                "."),
            Html.Of(
                "div",
                "half",
                charts,
                others.Count == 0 ? null : Html.Table("values", ["figure", "value"], others.Select(pair => (IReadOnlyList<object?>)[pair.Key, Figures.Short(pair.Value)]), 1)));
    }

    private static List<KeyValuePair<string, double>> Scales(ModelSummary model, Objective objective) =>
    [
        .. model.HyperParameters
            .Where(pair => pair.Key.StartsWith(objective.Name + LengthScale, StringComparison.Ordinal) && double.IsFinite(pair.Value) && pair.Value > 0)
            .Select(pair => KeyValuePair.Create(pair.Key[(objective.Name.Length + LengthScale.Length)..], pair.Value)),
    ];
}
