using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Judges predictions of held-out observations, as they are and recalibrated out of fold.</summary>
internal static class Calibrate
{
    /// <summary>Predictions as they are.</summary>
    /// <param name="heldOut">Predictions in standardized units.</param>
    /// <param name="spread">The standardized unit in the objective's.</param>
    public static CalibrationFigures Raw(LeaveOneOut heldOut, double spread) =>
        Figures(heldOut, spread, [.. heldOut.Values.Select(_ => Recalibration.None)]);

    /// <summary>Predictions recalibrated by the residuals of all other folds, so that none is judged by itself.</summary>
    public static CalibrationFigures OutOfFold(LeaveOneOut heldOut, int[] folds, double spread)
    {
        var residuals = heldOut.Standardized().ToArray();
        var recalibrations = folds.Distinct().ToDictionary(fold => fold, fold => new Recalibration([.. residuals.Where((_, i) => folds[i] != fold)]));
        return Figures(heldOut, spread, [.. folds.Select(fold => recalibrations[fold])]);
    }

    /// <summary>Predictions, each with what is to be made of its deviation.</summary>
    public static CalibrationFigures Figures(LeaveOneOut heldOut, double spread, IReadOnlyList<Recalibration> recalibrations)
    {
        var n = heldOut.Values.Length;
        var residuals = heldOut.Standardized().Select(Math.Abs).ToArray();
        double[] deviations = [.. heldOut.Deviations.Select((deviation, i) => deviation * recalibrations[i].Scale)];
        var scaled = heldOut with { Deviations = deviations };
        var mean = heldOut.Values.Average();
        var variance = heldOut.Values.Average(value => (value - mean) * (value - mean));
        var error = heldOut.RootMeanSquare();
        return new(
            n,
            [.. CalibrationFigures.Levels.Select((_, level) => Enumerable.Range(0, n).Count(i => residuals[i] <= recalibrations[i].HalfWidths[level]) / (double)n)],
            Math.Sqrt(deviations.Average(deviation => deviation * deviation)) * spread,
            scaled.NegativeLogDensity() + Math.Log(spread),
            error * spread,
            variance > 0 ? 1 - (error * error / variance) : 0);
    }
}
