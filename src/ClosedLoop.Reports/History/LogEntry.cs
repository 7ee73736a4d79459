namespace ClosedLoop.Reports;

/// <summary>Something that happened to the run as a whole.</summary>
/// <param name="At">When.</param>
/// <param name="What">In a word or two.</param>
/// <param name="Detail">In words.</param>
/// <param name="Alarm">Whether a reader should look twice.</param>
internal sealed record LogEntry(DateTimeOffset At, string What, string Detail, bool Alarm);
