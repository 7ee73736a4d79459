namespace ClosedLoop.Reports;

/// <summary>What was expected of a trial, and what was measured.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Measured">Measured value.</param>
/// <param name="Mean">Predicted mean.</param>
/// <param name="StandardDeviation">Predicted standard deviation of a measurement.</param>
internal sealed record PredictedPair(TrialHistory Trial, double Measured, double Mean, double StandardDeviation)
{
    /// <summary>Whether the measurement lies within the 95 % interval.</summary>
    public bool IsCovered => Math.Abs(Measured - Mean) <= Calibration.Sigmas * StandardDeviation;

    /// <summary>Lower end of the 95 % interval.</summary>
    public double Lower => Mean - (Calibration.Sigmas * StandardDeviation);

    /// <summary>Upper end of the 95 % interval.</summary>
    public double Upper => Mean + (Calibration.Sigmas * StandardDeviation);
}
