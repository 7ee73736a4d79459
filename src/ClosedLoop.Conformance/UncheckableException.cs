namespace ClosedLoop.Conformance;

/// <summary>A check cannot go on for a reason that is no violation; the message says which.</summary>
internal sealed class UncheckableException(string reason) : Exception(reason);
