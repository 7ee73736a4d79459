namespace ClosedLoop.Domain;

/// <summary>What the surrogate of one objective learnt, and how far it can be believed.</summary>
/// <param name="Objective">The objective's name.</param>
/// <param name="Importances">One for each parameter.</param>
/// <param name="Dependences">One for each key of a candidate.</param>
/// <param name="Candidates">One for each candidate that was asked about, in that order.</param>
/// <param name="HeldOut">Each observation predicted from all others; those set aside as gross outliers are missing.</param>
/// <param name="Before">Figures of five-fold predictions as they are; null with fewer than ten observations.</param>
/// <param name="After">Figures of the same, recalibrated out of fold; null with fewer than ten observations.</param>
public sealed record ObjectiveExplanation(
    string Objective,
    IReadOnlyList<ParameterImportance> Importances,
    IReadOnlyList<PartialDependence> Dependences,
    IReadOnlyList<ShapleyValues> Candidates,
    IReadOnlyList<HeldOutPrediction> HeldOut,
    CalibrationFigures? Before,
    CalibrationFigures? After);
