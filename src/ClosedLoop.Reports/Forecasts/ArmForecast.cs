namespace ClosedLoop.Reports;

/// <summary>One way to run a campaign.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Forecast">What it leads to; the runs have the same numbers, and so the same chance, in every arm.</param>
public sealed record ArmForecast(string Name, Forecast Forecast);
