namespace ClosedLoop.Simulators;

/// <summary>Something that happened on the simulated bus, for traces.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="ClientId">Whom it concerns; empty for the broker.</param>
/// <param name="Topic">The topic or filter; empty when there is none.</param>
public sealed record BusEvent(DateTimeOffset At, BusEventKind Kind, string ClientId, string Topic);
