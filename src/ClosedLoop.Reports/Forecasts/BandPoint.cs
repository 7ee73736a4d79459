namespace ClosedLoop.Reports;

/// <summary>The distribution of the best value at one place of a curve.</summary>
/// <param name="X">Ended trials, or hours since the start.</param>
/// <param name="Values">Quantiles over the runs that have a measurement by then.</param>
/// <param name="Share">Share of the runs that have one.</param>
public sealed record BandPoint(double X, Quantiles Values, double Share);
