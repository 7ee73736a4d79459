using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>Labels of species as pw.x takes them: an element, and behind it a digit, or anything after <c>_</c> or <c>-</c>, as in <c>Fe1</c> or <c>C_h</c>.</summary>
internal static partial class PwSpecies
{
    /// <summary>The element of a label.</summary>
    /// <exception cref="CalculationRefusedException">It begins with none.</exception>
    public static string ElementOf(string label)
    {
        var letters = Label().Match(label).Value;
        var symbol = letters.Length == 0 ? "" : char.ToUpperInvariant(letters[0]) + letters[1..].ToLowerInvariant();
        return Element.AtomicNumber(symbol) is null ? throw new CalculationRefusedException($"the species '{label}' begins with no element") : symbol;
    }

    [GeneratedRegex("^[A-Za-z]{1,2}")]
    private static partial Regex Label();
}
