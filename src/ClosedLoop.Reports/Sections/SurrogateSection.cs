using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>What the surrogate learnt, and whether it could be trusted.</summary>
internal static class SurrogateSection
{
    private const string LengthScale = ".lengthscale.";

    /// <summary>Predicted against measured, length scales and figures; null when there is neither a prediction nor a surrogate.</summary>
    public static XElement? Write(CampaignHistory history)
    {
        var model = history.State.Model;
        var calibrations = history.Spec.Objectives
            .Select(objective => (Objective: objective, Calibration: Calibration.Of(history, objective)))
            .Where(entry => entry.Calibration.Pairs.Count > 0)
            .ToList();
        return model is null && calibrations.Count == 0 ? null : Html.Section(
            "surrogate",
            "Surrogate",
            model is null ? null : About(model),
            Html.Of(
                "div",
                "half",
                calibrations.Select(entry => Html.Of(
                    "div",
                    "",
                    Html.Figure("", CalibrationChart.Draw(entry.Calibration, entry.Objective), Caption(entry.Objective, entry.Calibration)),
                    Html.Of("p", "legend", Legend.Entry("mark chosen", "within its 95 % interval"), Legend.Entry("mark missed", "outside its 95 % interval")))),
                model is null ? null : Learnt(history, model)));
    }

    private static XElement About(ModelSummary model) => new(
        "p",
        new XElement("code", model.Name),
        $", fitted to {Figures.Count(model.Observations, "observation")}; hash ",
        new XElement("code", new XAttribute("title", model.Hash), Figures.Ellipsis(model.Hash, 17)),
        ".");

    /// <summary>With one objective the figures fill the place beside its predictions; with several each kind has its row.</summary>
    private static IEnumerable<XElement> Learnt(CampaignHistory history, ModelSummary model)
    {
        var charts = history.Spec.Objectives
            .Select(objective => (Objective: objective, Scales: Scales(model, objective)))
            .Where(entry => entry.Scales.Count > 0)
            .Select(entry => Html.Figure(
                "",
                LengthScaleChart.Draw(entry.Objective, entry.Scales),
                $"Length scales of {entry.Objective.Name} in the surrogate's own coordinates: a short one means that the objective changes quickly along the "
                    + "parameter, a long one that the parameter hardly matters."));
        var others = model.HyperParameters.Where(pair => !pair.Key.Contains(LengthScale, StringComparison.Ordinal)).Concat(model.Diagnostics).ToList();
        var table = others.Count == 0
            ? null
            : Html.Table("values", ["figure", "value"], others.Select(pair => (IReadOnlyList<object?>)[pair.Key, Figures.Short(pair.Value)]), 1);
        return history.Spec.Objectives.Count == 1 ? [Html.Of("div", "", charts, table)] : table is null ? charts : charts.Append(table);
    }

    private static string Caption(Objective objective, Calibration calibration) =>
        $"What the surrogate expected of {objective.Name} before each measurement, with 95 % intervals; on the dashed line both agree. "
        + $"{Figures.Whole(calibration.Covered)} of {Figures.Count(calibration.Pairs.Count, "measurement")} ({Figures.Percent(calibration.Coverage)}) "
        + $"{(calibration.Covered == 1 ? "lies" : "lie")} within the interval. "
        + $"Root mean square error {Figures.With(calibration.RootMeanSquareError, objective.Unit)}, in units of the predicted standard deviation "
        + $"{Figures.Short(calibration.RootMeanSquareZ, 3)} (1 is ideal).";

    private static List<KeyValuePair<string, double>> Scales(ModelSummary model, Objective objective) =>
    [
        .. model.HyperParameters
            .Where(pair => pair.Key.StartsWith(objective.Name + LengthScale, StringComparison.Ordinal) && double.IsFinite(pair.Value) && pair.Value > 0)
            .Select(pair => KeyValuePair.Create(pair.Key[(objective.Name.Length + LengthScale.Length)..], pair.Value)),
    ];
}
