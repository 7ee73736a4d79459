namespace ClosedLoop.Reports;

/// <summary>What was expected of a trial, and what was measured.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Measured">Measured value.</param>
/// <param name="Mean">Predicted mean.</param>
/// <param name="Lower">Lower end of the 95 % interval.</param>
/// <param name="Upper">Upper end of the 95 % interval.</param>
internal sealed record PredictedPair(TrialHistory Trial, double Measured, double Mean, double Lower, double Upper)
{
    /// <summary>Whether the measurement lies within the interval.</summary>
    public bool IsCovered => Measured >= Lower && Measured <= Upper;
}
