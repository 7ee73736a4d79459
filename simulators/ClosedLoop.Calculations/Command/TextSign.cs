using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>Something in a program's output that tells how it ended.</summary>
/// <param name="File">The file.</param>
/// <param name="Pattern">A regular expression.</param>
public sealed record TextSign(string File, Regex Pattern)
{
    /// <summary>The line of its first match; null when there is none.</summary>
    internal string? Find(ICalculationFolder folder)
    {
        if (folder.Text(File) is not { } text || Pattern.Match(text) is not { Success: true } match)
        {
            return null;
        }

        var from = match.Index == 0 ? 0 : text.LastIndexOf('\n', match.Index - 1) + 1;
        var to = text.IndexOf('\n', match.Index);
        return text[from..(to < from ? text.Length : to)].Trim();
    }
}
