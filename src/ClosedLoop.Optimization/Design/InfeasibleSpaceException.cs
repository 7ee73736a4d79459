namespace ClosedLoop.Optimization;

/// <summary>No candidate of a space seems to satisfy its constraints.</summary>
/// <param name="message">Which constraints are in the way.</param>
public sealed class InfeasibleSpaceException(string message) : Exception(message);
