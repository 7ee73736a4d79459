using System.Diagnostics.CodeAnalysis;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>What may stand between two slashes of a topic.</summary>
internal static class TopicLevel
{
    /// <summary>Most characters of a level.</summary>
    public const int Longest = 256;

    /// <summary>Whether a text can be one level: no separator, no wildcard, nothing invisible, 1 to 256 characters.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= Longest } && !text.Any(c => c is '/' or '+' or '#' || char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>The text, if it can be one level.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static string Checked(string? text, string what) =>
        IsValid(text)
            ? text!
            : throw new ArgumentException($"'{text}' cannot be {what}: 1 to {Longest} characters without white space, '/', '+' and '#'", nameof(text));

    /// <summary>Reads a dispatch id that is written as this project writes it and that can be a topic level.</summary>
    public static bool TryReadDispatch(string? text, [NotNullWhen(true)] out DispatchId? id)
    {
        id = null;
        return IsValid(text) && DispatchId.TryParse(text!, out id) && id is { Trial: >= 1, Attempt: >= 1 } && id.ToString() == text;
    }

    /// <summary>Whether a text can be published to.</summary>
    public static bool IsTopic(string text) => text.Length is > 0 and <= 8 * Longest && !text.Any(c => c is '+' or '#' || char.IsControl(c));
}
