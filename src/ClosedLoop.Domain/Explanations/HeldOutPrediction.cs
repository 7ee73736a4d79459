namespace ClosedLoop.Domain;

/// <summary>What the surrogate expects of an observation that it has to do without.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Measured">What was measured, in the objective's unit.</param>
/// <param name="Mean">What the others predict.</param>
/// <param name="Lower">Lower end of the 95 % interval of a measurement, recalibrated by the residuals of other folds.</param>
/// <param name="Upper">Upper end.</param>
public sealed record HeldOutPrediction(int Trial, double Measured, double Mean, double Lower, double Upper);
