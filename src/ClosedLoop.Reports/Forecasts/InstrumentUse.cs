namespace ClosedLoop.Reports;

/// <summary>What one instrument did in one dry run.</summary>
/// <param name="Steps">Attempts that it was given.</param>
/// <param name="Failed">Those that failed or stayed unknown.</param>
/// <param name="Busy">How long it worked, in sum; two steps side by side count twice.</param>
/// <param name="Waited">How long steps waited until they were placed on it, in sum.</param>
/// <param name="LongestWait">The longest of these waits.</param>
public sealed record InstrumentUse(int Steps, int Failed, TimeSpan Busy, TimeSpan Waited, TimeSpan LongestWait);
