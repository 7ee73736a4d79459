namespace ClosedLoop.Reports;

/// <summary>An axis of a plot.</summary>
/// <param name="Title">With the unit.</param>
/// <param name="Lower">Least value, or null to fit what is drawn.</param>
/// <param name="Upper">Greatest value, or null to fit what is drawn.</param>
/// <param name="Logarithmic">Whether equal ratios are equally long; values that are not positive are then drawn at the foot.</param>
public sealed record PlotAxis(string Title, double? Lower = null, double? Upper = null, bool Logarithmic = false);
