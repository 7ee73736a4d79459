namespace ClosedLoop.Domain;

/// <summary>A text is no formula.</summary>
/// <param name="position">Where, in characters from 1.</param>
/// <param name="message">What is wrong and what would be right.</param>
public sealed class FormulaException(int position, string message) : FormatException(message)
{
    /// <summary>Where, in characters from 1.</summary>
    public int Position { get; } = position;
}
