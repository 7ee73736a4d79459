using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Judges predictions of held-out observations, as they are and recalibrated out of fold.</summary>
internal static class Calibrate
{
    /// <summary>Predictions as they are.</summary>
    /// <param name="heldOut">Predictions in standardized units.</param>
    /// <param name="scale">Between standardized and modelled units.</param>
    public static CalibrationFigures Raw(LeaveOneOut heldOut, OutputScale scale) =>
        Figures(heldOut, scale, [.. heldOut.Values.Select(_ => Recalibration.None)]);

    /// <summary>Predictions recalibrated by the residuals of all other folds, so that none is judged by itself.</summary>
    public static CalibrationFigures OutOfFold(LeaveOneOut heldOut, int[] folds, OutputScale scale)
    {
        var residuals = heldOut.Standardized().ToArray();
        var recalibrations = folds.Distinct().ToDictionary(fold => fold, fold => new Recalibration([.. residuals.Where((_, i) => folds[i] != fold)]));
        return Figures(heldOut, scale, [.. folds.Select(fold => recalibrations[fold])]);
    }

    /// <summary>Predictions, each with what is to be made of its deviation.</summary>
    public static CalibrationFigures Figures(LeaveOneOut heldOut, OutputScale scale, IReadOnlyList<Recalibration> recalibrations)
    {
        var n = heldOut.Values.Length;
        var residuals = heldOut.Standardized().Select(Math.Abs).ToArray();
        double[] deviations = [.. heldOut.Deviations.Select((deviation, i) => deviation * recalibrations[i].Scale)];
        var scaled = heldOut with { Deviations = deviations };
        double[] values = [.. heldOut.Values.Select(scale.Restore)];
        var mean = values.Average();
        var variance = values.Average(value => (value - mean) * (value - mean));
        var error = heldOut.RootMeanSquare(scale);
        return new(
            n,
            [.. CalibrationFigures.Levels.Select((_, level) => Enumerable.Range(0, n).Count(i => residuals[i] <= recalibrations[i].HalfWidths[level]) / (double)n)],
            Math.Sqrt(Enumerable.Range(0, n).Average(i => Math.Pow(scale.Moments(heldOut.Means[i], deviations[i]).Deviation, 2))),
            scaled.NegativeLogDensity() - values.Average(value => Math.Log(scale.Slope(value))),
            error,
            variance > 0 ? 1 - (error * error / variance) : 0);
    }
}
