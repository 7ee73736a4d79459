namespace ClosedLoop.Reports;

/// <summary>A marked value of an axis.</summary>
/// <param name="Value">In the axis' own units.</param>
/// <param name="Label">As it is written.</param>
internal sealed record Tick(double Value, string Label);
