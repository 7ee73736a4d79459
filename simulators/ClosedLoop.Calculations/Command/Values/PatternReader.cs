using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>The first group of a regular expression's last, or first, match.</summary>
/// <param name="File">The file.</param>
/// <param name="Pattern">The expression, with one group.</param>
/// <param name="First">Whether the first match counts and not the last.</param>
/// <param name="Factor">What the number is multiplied with.</param>
public sealed record PatternReader(string File, Regex Pattern, bool First = false, double Factor = 1) : ValueReader(File, Factor)
{
    internal override string Way => $"{(First ? "first" : "last")} match of {Pattern}";

    /// <inheritdoc/>
    protected override string? Find(string text, out string problem)
    {
        var matches = Pattern.Matches(text);
        problem = $"{File} has no match of {Pattern}";
        return matches.Count == 0 ? null : matches[First ? 0 : matches.Count - 1].Groups[1].Value;
    }
}
