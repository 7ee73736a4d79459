namespace ClosedLoop.Campaigns;

/// <summary>A step on an instrument as the plan expects it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Trial">The trial.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Instrument">The instrument.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends; the sample may stay longer where the instrument keeps it.</param>
public sealed record Booking(string Run, int Trial, string Step, string Instrument, DateTimeOffset Start, DateTimeOffset End);
