namespace ClosedLoop.Benchmarks;

/// <summary>One round of requests, one in flight.</summary>
/// <param name="P50">Microseconds.</param>
/// <param name="P99">Microseconds.</param>
internal sealed record RoundTripFigure(double P50, double P99);
