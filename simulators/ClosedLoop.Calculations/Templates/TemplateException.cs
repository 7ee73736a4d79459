namespace ClosedLoop.Calculations;

/// <summary>A template, or what is declared of a code, cannot be used; nothing was begun.</summary>
/// <param name="message">Which, where, and what would be right.</param>
public sealed class TemplateException(string message) : FormatException(message);
