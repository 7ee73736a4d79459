namespace ClosedLoop.Calculations;

/// <summary>A code cannot be run here: a program or one of its data files is missing.</summary>
/// <param name="message">Which, and what to install.</param>
public sealed class CalculationUnavailableException(string message) : Exception(message);
