namespace ClosedLoop.Reports;

/// <summary>A line through points, with a band around it where there is one.</summary>
/// <param name="Name">What a legend says.</param>
/// <param name="X">Positions along the horizontal axis, ascending.</param>
/// <param name="Y">Values.</param>
/// <param name="Lower">Lower edge of the band, or null.</param>
/// <param name="Upper">Upper edge of the band, or null.</param>
public sealed record Curve(
    string Name,
    IReadOnlyList<double> X,
    IReadOnlyList<double> Y,
    IReadOnlyList<double>? Lower = null,
    IReadOnlyList<double>? Upper = null);
