using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>How far the surrogate's uncertainties could be believed.</summary>
internal static class CalibrationSection
{
    private static readonly (string Key, string Name)[] Ways =
    [
        ("loo", "one left out"),
        ("cv5", "five folds"),
        ("cv5.recalibrated", "five folds, recalibrated"),
    ];

    private static readonly (string Key, string Name)[] Columns =
    [
        ("coverage50", "within 50 %"), ("coverage80", "80 %"), ("coverage90", "90 %"), ("coverage95", "95 %"),
        ("miscalibration", "miscalibration area"), ("nlpd", "neg. log density"), ("sharpness", "sharpness"), ("rmse", "RMSE"), ("r2", "R²"),
    ];

    /// <summary>Whether a diagnostic stands in the table.</summary>
    public static bool Shows(string key) => Ways.Any(way => Columns.Any(column => key.EndsWith($".{way.Key}.{column.Key}", StringComparison.Ordinal)));

    /// <summary>Predictions against measurements, coverage, extrapolation, figures; null when nothing was predicted.</summary>
    public static XElement? Write(CampaignHistory history, ModelExplanation? explanation)
    {
        var pictures = history.Spec.Objectives.SelectMany(objective => Pictures(history, objective, explanation)).ToList();
        var tables = history.State.Model is { } model ? history.Spec.Objectives.Select(objective => Table(model, objective)).OfType<XElement>().ToList() : [];
        var far = history.Trials.Any(trial => trial.State.Proposed.Extrapolation is not null);
        var fills = far && pictures.Count % 2 == 1;
        if (fills)
        {
            pictures.Add(Html.Figure("", ExtrapolationChart.Draw(history, 510, 440), Far(history)));
        }

        return pictures.Count == 0 && tables.Count == 0 ? null : Html.Section(
            "calibration",
            "How far predictions could be believed",
            pictures.Count == 0 ? null : Html.Of("div", "half", pictures),
            tables,
            far && !fills ? Html.Figure("wide", ExtrapolationChart.Draw(history, 1040, 220), Far(history)) : null);
    }

    private static IEnumerable<XElement> Pictures(CampaignHistory history, Objective objective, ModelExplanation? explanation)
    {
        var calibration = Calibration.Of(history, objective);
        if (calibration.Pairs.Count > 0)
        {
            yield return Parity(objective, calibration.Pairs, Before(objective, calibration));
        }

        if (explanation?.Objectives.FirstOrDefault(each => each.Objective == objective.Name) is not { } explained)
        {
            yield break;
        }

        var trials = history.Trials.ToDictionary(trial => trial.Number);
        PredictedPair[] heldOut = [.. explained.HeldOut.Select(pair => new PredictedPair(trials[pair.Trial], pair.Measured, pair.Mean, pair.Lower, pair.Upper))];
        if (heldOut.Length > 1)
        {
            yield return Parity(objective, heldOut,
                $"What the final surrogate predicts of each measured {objective.Name} without that measurement, with recalibrated 95 % intervals: "
                + $"{Figures.Whole(heldOut.Count(pair => pair.IsCovered))} of {Figures.Whole(heldOut.Length)} lie within.");
        }

        if (explained is { Before: { } before, After: { } after })
        {
            yield return Html.Of("div", "", Html.Figure("", CoverageChart.Draw(before, after, objective.Name),
                $"Share of measured {objective.Name} within predicted intervals of each probability, five folds held out in turn. On the dashed line intervals hold what they say; "
                + $"above it they are too wide. The area between curve and line is {Figures.Short(before.MiscalibrationArea, 2)} as the model says and "
                + $"{Figures.Short(after.MiscalibrationArea, 2)} recalibrated."));
        }
    }

    private static XElement Parity(Objective objective, IReadOnlyList<PredictedPair> pairs, string caption) => Html.Of(
        "div",
        "",
        Html.Figure("", CalibrationChart.Draw(pairs, objective), caption),
        Html.Of("p", "legend", Legend.Entry("mark chosen", "within its 95 % interval"), Legend.Entry("mark missed", "outside its 95 % interval")));

    private static string Before(Objective objective, Calibration calibration) =>
        $"What the surrogate expected of {objective.Name} before each measurement, with 95 % intervals; on the dashed line both agree. "
        + $"{Figures.Whole(calibration.Covered)} of {Figures.Count(calibration.Pairs.Count, "measurement")} ({Figures.Percent(calibration.Coverage)}) "
        + $"{(calibration.Covered == 1 ? "lies" : "lie")} within the interval. "
        + $"Root mean square error {Figures.With(calibration.RootMeanSquareError, objective.Unit)}, in units of the predicted standard deviation "
        + $"{Figures.Short(calibration.RootMeanSquareZ, 3)} (1 is ideal).";

    private static XElement? Table(ModelSummary model, Objective objective)
    {
        var rows = Ways
            .Where(way => model.Diagnostics.ContainsKey($"{objective.Name}.{way.Key}.rmse"))
            .Select(way => (IReadOnlyList<object?>)[way.Name, .. Columns.Select(column => Cell(model, $"{objective.Name}.{way.Key}.{column.Key}", column.Key))])
            .ToList();
        return rows.Count == 0 ? null : Html.Of(
            "div",
            "figures",
            Html.Table("values", [$"{objective.Name} predicted with", .. Columns.Select(column => column.Name)], rows, [.. Enumerable.Range(1, Columns.Length)]));
    }

    private static string Cell(ModelSummary model, string key, string column) =>
        !model.Diagnostics.TryGetValue(key, out var value) ? "" : column.StartsWith("coverage", StringComparison.Ordinal) ? Figures.Percent(value) : Figures.Short(value, 3);

    private static string Far(CampaignHistory history)
    {
        var all = history.Trials.Select(trial => trial.State.Proposed.Extrapolation).OfType<Extrapolation>().ToList();
        return "How much of the prior's variance was still open at each chosen candidate when it was chosen: 0 % as good as measured, 100 % nothing known. "
            + $"{Figures.Whole(all.Count(each => each.IsFar))} of {Figures.Whole(all.Count)} predictions rested more on the prior than on data (ringed, above the dashed line).";
    }
}
