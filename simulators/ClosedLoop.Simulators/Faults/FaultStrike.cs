namespace ClosedLoop.Simulators;

/// <summary>A fault struck.</summary>
/// <param name="At">When, by the world's own clock.</param>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Where">The instrument, the host or the broker.</param>
/// <param name="What">In words.</param>
public sealed record FaultStrike(DateTimeOffset At, string Kind, string Where, string What);
