namespace ClosedLoop.Messaging;

/// <summary>What an instrument accepts for one numeric command parameter; a value outside is refused.</summary>
/// <param name="Lower">Least value.</param>
/// <param name="Upper">Greatest value.</param>
/// <param name="Unit">Unit, or null.</param>
public sealed record ParameterLimit(double Lower, double Upper, string? Unit);
