namespace ClosedLoop.Calculations;

/// <summary>The values of a command are not those that the calculation takes; nothing was begun.</summary>
/// <param name="message">Which, and what it takes.</param>
public sealed class CalculationRefusedException(string message) : Exception(message);
