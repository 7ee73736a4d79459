namespace ClosedLoop.Optimization;

/// <summary>Encoded points and what was measured there of something besides the objectives.</summary>
/// <param name="Points">Encoded points.</param>
/// <param name="Values">A value for each.</param>
internal sealed record MeasuredOutput(IReadOnlyList<double[]> Points, double[] Values);
