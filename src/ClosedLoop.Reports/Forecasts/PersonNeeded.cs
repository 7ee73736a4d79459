namespace ClosedLoop.Reports;

/// <summary>A moment from which a person would be needed.</summary>
/// <param name="At">When.</param>
/// <param name="Why">What for, in words.</param>
public sealed record PersonNeeded(DateTimeOffset At, string Why);
