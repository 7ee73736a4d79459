namespace ClosedLoop.Domain;

/// <summary>One part of a composition.</summary>
/// <param name="Name">Key in candidates, such as an element or a stock solution.</param>
/// <param name="Lower">Least amount, a multiple of the step.</param>
/// <param name="Upper">Greatest amount, a multiple of the step.</param>
public sealed record CompositionPart(string Name, double Lower, double Upper);
