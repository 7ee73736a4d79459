namespace ClosedLoop.Conformance;

/// <summary>The kit cannot, or must not, try this instrument; the message says why.</summary>
public sealed class ConformanceRefusedException(string message) : Exception(message);
