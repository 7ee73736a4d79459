namespace ClosedLoop.Conformance;

/// <summary>A check cannot go on because the instrument violates the contract; the message says what was observed.</summary>
internal sealed class ViolationException(string observed) : Exception(observed);
