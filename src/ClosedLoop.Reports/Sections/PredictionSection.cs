using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>Whether the surrogate could be trusted.</summary>
internal static class PredictionSection
{
    /// <summary>A figure for each objective with a prediction and a measurement; null without any.</summary>
    public static XElement? Write(CampaignHistory history)
    {
        var figures = history.Spec.Objectives
            .Select(objective => (Objective: objective, Calibration: Calibration.Of(history, objective)))
            .Where(entry => entry.Calibration.Pairs.Count > 0)
            .Select(entry => Html.Figure("", CalibrationChart.Draw(entry.Calibration, entry.Objective), Caption(entry.Objective, entry.Calibration)))
            .ToList();
        return figures.Count == 0 ? null : Html.Section(
            "prediction",
            "Predicted against measured",
            Html.Of("div", "half", figures),
            Html.Of("p", "legend", Legend.Entry("mark chosen", "within its 95 % interval"), Legend.Entry("mark missed", "outside its 95 % interval")));
    }

    private static string Caption(Objective objective, Calibration calibration) =>
        $"What the surrogate expected of {objective.Name} before each measurement, with 95 % intervals; on the dashed line both agree. "
        + $"{Figures.Whole(calibration.Covered)} of {Figures.Count(calibration.Pairs.Count, "measurement")} ({Figures.Percent(calibration.Coverage)}) "
        + $"{(calibration.Covered == 1 ? "lies" : "lie")} within the interval. "
        + $"Root mean square error {Figures.With(calibration.RootMeanSquareError, objective.Unit)}, in units of the predicted standard deviation {Figures.Short(calibration.RootMeanSquareZ, 3)} (1 is ideal).";
}
