namespace ClosedLoop.Messaging;

/// <summary>A live reading of an instrument, for eyes and plots; nothing is decided by it.</summary>
/// <param name="Value">The reading, finite, in the metric's own unit.</param>
/// <param name="At">When it was read.</param>
public sealed record TelemetryMessage(double Value, DateTimeOffset At);
